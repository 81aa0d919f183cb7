// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which known words a misspelt one may have meant.

#include <QStringList>

namespace model {

/// The words nearest to that one, the best first, at most `count`, none further than `most` changes of a letter.
QStringList nearest(const QString &word, const QStringList &known, qsizetype count,
                    qsizetype most);

} // namespace model
