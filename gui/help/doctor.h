// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person who helps needs to know of this machine and session: versions, fonts, platform. Never a secret, name or address.

#include <QList>
#include <QString>

namespace gui {

class Window;

struct Finding
{
    bool good = true;
    QString title, words; ///< "SSH agent", "not running: keys are asked for each time"
};

QList<Finding> examine(Window &window);
/// The same as text to be pasted into a message.
QString debugInformation(const QList<Finding> &findings);

} // namespace gui
