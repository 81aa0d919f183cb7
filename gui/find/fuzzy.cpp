// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/find/fuzzy.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace gui {

int fuzzyScore(QStringView letters, QStringView text)
{
    int score = 0;
    qsizetype at = 0;
    bool run = false;
    const qsizetype whole = text.indexOf(letters, 0, Qt::CaseInsensitive);
    if (whole >= 0) // the words as they stand
        return 1000 - int(std::min<qsizetype>(whole, 400)) - int(std::min<qsizetype>(text.size(), 200)) + (whole == 0 || !text.at(whole - 1).isLetterOrNumber() ? 300 : 0);
    for (const QChar letter : letters) {
        if (letter.isSpace())
            continue;
        const qsizetype begin = at;
        while (at < text.size() && text.at(at).toCaseFolded() != letter.toCaseFolded())
            ++at;
        if (at == text.size())
            return -1;
        const bool wordBegin = at == 0 || !text.at(at - 1).isLetterOrNumber();
        run = run && at == begin;
        score += wordBegin ? 12 : run ? 8 : 1;
        run = true;
        ++at;
    }
    return std::max(0, score * 4 - int(text.size()));
}

} // namespace gui
