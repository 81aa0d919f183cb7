// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Takes running hosts into the fleet: one of the picture, or a new one by its address.

#include "model/edit.h"

#include <QHash>
#include <QObject>

namespace gui {

class AdoptDialog;
struct Dialing;
class Window;

class AdoptActions : public QObject
{
    Q_OBJECT
public:
    AdoptActions(Window &window, const Dialing &dialing);

private:
    QString selectedHost() const; ///< of all that is selected; empty when it is none or several
    void refresh();
    void open(const QString &host);
    void take(AdoptDialog *dialog, const QString &host, const model::EditStep &step, const QHash<QString, QByteArray> &files);

    Window &m_window;
    const Dialing &m_dialing;
};

} // namespace gui
