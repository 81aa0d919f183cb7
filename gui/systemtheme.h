// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether the desktop is dark or light, also while the program runs.
// Qt 6.4 has no signal for it (QStyleHints::colorScheme came with 6.5), and our own palette hides the desktop's: so the setting of
// the desktop portal is read and followed over D-Bus. Where there is no portal, the palette at the start decides.

#include <QObject>
#include <QtDBus/QDBusVariant>

namespace gui {

class SystemTheme : public QObject
{
    Q_OBJECT
public:
    static SystemTheme &instance();

    bool isDark() const { return m_dark; }
    void follow(); ///< asks the portal, and hears of changes from then on

public slots:
    /// As the portal tells it: group, key, value (1: dark, 2: light, 0: no preference).
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

signals:
    void changed();

private:
    SystemTheme();
    bool m_dark, m_atStart;
};

} // namespace gui
