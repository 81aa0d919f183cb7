// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fusion with our own icons where Qt brings its own: in message boxes and on the buttons that close panels.

#include <QProxyStyle>

namespace gui {

class Style : public QProxyStyle
{
    Q_OBJECT
public:
    Style();
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;
};

} // namespace gui
