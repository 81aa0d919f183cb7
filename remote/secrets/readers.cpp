// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/readers.h"

#include "remote/secrets/words.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace secrets {

using namespace Qt::StringLiterals;

namespace {

/// The text before the encrypted part; armour taken off.
QByteArray ageHeader(QByteArray file)
{
    const QByteArray begin = "-----BEGIN AGE ENCRYPTED FILE-----";
    if (file.trimmed().startsWith(begin))
        file = QByteArray::fromBase64(file.mid(file.indexOf(begin) + begin.size()));
    if (!file.startsWith("age-encryption.org/v1\n"))
        return {};
    return file.left(file.indexOf("\n---"));
}

} // namespace

QString markOf(const QString &recipient)
{
    const QStringList words = recipient.split(u' ', Qt::SkipEmptyParts);
    if (words.size() < 2 || !words.first().startsWith("ssh-"_L1))
        return {};
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromBase64(words[1].toLatin1()),
                                                     QCryptographicHash::Sha256);
    return words.first() + u' '
           + QString::fromLatin1(hash.left(4).toBase64(QByteArray::OmitTrailingEquals));
}

Readers Readers::of(const QByteArray &encrypted)
{
    Readers readers;
    const QByteArray header = ageHeader(encrypted);
    for (const QByteArray &line : header.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() < 2 || words[0] != "->")
            continue;
        if (words[1].startsWith("ssh-") && words.size() > 2)
            readers.m_marks.insert(QString::fromLatin1(words[1] + ' ' + words[2]));
        else if (words[1] == "X25519")
            ++readers.m_nameless;
    }
    readers.m_isKnown = !header.isEmpty();
    if (readers.m_isKnown)
        return readers;
    static const QRegularExpression named(u"^\\s+(?:- )?recipient: (\\S+(?: AAAA\\S+)?)"_s,
                                          QRegularExpression::MultilineOption);
    const QString text = QString::fromUtf8(encrypted);
    auto found = named.globalMatch(text);
    while (found.hasNext())
        readers.m_marks.insert(found.next().captured(1));
    readers.m_isKnown = readers.m_namesAll =
        text.contains("\nsops:"_L1) || text.startsWith("sops:"_L1);
    return readers;
}

bool Readers::has(const QString &recipient) const
{
    const QString mark = markOf(recipient);
    if (m_namesAll)
        return m_marks.contains(recipient);
    return mark.isEmpty() ? m_nameless > 0 : m_marks.contains(mark);
}

QStringList Readers::othersThan(const QStringList &recipients) const
{
    QSet<QString> marks = m_marks;
    int nameless = m_nameless;
    for (const QString &recipient : recipients) {
        marks.remove(recipient);
        const QString mark = markOf(recipient);
        if (mark.isEmpty())
            --nameless;
        else
            marks.remove(mark);
    }
    QStringList others(marks.begin(), marks.end());
    others.sort();
    for (int i = 0; i < nameless; ++i)
        others.append(Words::tr("an age key"));
    return others;
}

} // namespace secrets
