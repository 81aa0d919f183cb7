// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A language in which every text is 40 % longer, as German or Finnish would be, and can be told from one that nobody translates.

#include <QRegularExpression>
#include <QTranslator>

#include <cmath>

namespace tests {

class LongTexts : public QTranslator
{
public:
    using QTranslator::QTranslator;

    static constexpr QChar letter = u'ö'; ///< in every translated text, and in no other

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        const QLatin1StringView of(context ? context : "");
        QString text = QString::fromUtf8(source);
        if (of.isEmpty() || (of.startsWith(QLatin1Char('Q')) && of != QLatin1StringView("QObject")) || text.contains(letter))
            return {}; // Qt's own, or translated before
        const qsizetype extra = qsizetype(std::ceil(double(text.size()) * 0.4));
        qsizetype at = text.size();
        while (at > 0 && (text.at(at - 1) == u'…' || text.at(at - 1) == u' '))
            --at;
        QString more(extra, letter);
        for (qsizetype i = 8; i + 1 < extra; i += 9)
            more[i] = u' '; // long words, but not of a whole line
        return text.insert(at, more);
    }
};

/// Whether these are words of ours that stayed in English: two in a row, and nothing of the other language about them.
inline bool isUntranslated(QString text)
{
    static const QRegularExpression tags(QStringLiteral("<[^>]*>")), words(QStringLiteral("\\b[a-z]{2,} [a-z]{2,}\\b"));
    text.remove(tags);
    return !text.contains(LongTexts::letter) && words.match(text).hasMatch();
}

} // namespace tests
