// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/search.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

class Pattern
{
public:
    explicit Pattern(const QString &words) : m_words(words.trimmed())
    {
        if (m_words.contains(u'*') || m_words.contains(u'?'))
            m_wild = QRegularExpression(QRegularExpression::wildcardToRegularExpression(m_words, QRegularExpression::UnanchoredWildcardConversion)
                                            .prepend(u"\\A(?:"_s).append(u")\\z"_s),
                                        QRegularExpression::CaseInsensitiveOption);
    }

    bool isEmpty() const { return m_words.isEmpty(); }
    bool fits(const QString &text) const
    {
        return m_wild.pattern().isEmpty() ? text.contains(m_words, Qt::CaseInsensitive) : m_wild.match(text).hasMatch();
    }
    bool fitsAny(const QStringList &texts) const
    {
        return std::any_of(texts.begin(), texts.end(), [this](const QString &t) { return fits(t); });
    }
    /// Ports are whole numbers: "80" does not mean 8080.
    bool fits(const Port &port) const
    {
        bool isNumber = false;
        const int number = m_words.toInt(&isNumber);
        if (isNumber)
            return port.first <= number && number <= port.last;
        return !m_wild.pattern().isEmpty() && (fits(QString::number(port.first)) || fits(QString::number(port.last)));
    }

private:
    QString m_words;
    QRegularExpression m_wild;
};

bool fitsHost(const Pattern &pattern, const PlacedHost &host)
{
    QStringList texts{host.name};
    for (const QStringView field : {u"ssh.address", u"public", u"private", u"mesh", u"tags"})
        texts += host.values.at(field).texts();
    return pattern.fitsAny(texts + host.roles);
}

bool fitsItem(const Pattern &pattern, const Placed &item, const Catalog &catalog)
{
    const Kind *kind = catalog.kind(item.kind);
    return pattern.fitsAny(QStringList{item.name, item.kind, kind ? kind->title : QString()} + item.dnsNames)
        || std::any_of(item.ports.begin(), item.ports.end(), [&](const Port &port) { return pattern.fits(port); });
}

} // namespace

QList<ItemId> findItems(const Topology &topology, const Catalog &catalog, const QString &words)
{
    const Pattern pattern(words);
    QList<ItemId> found;
    if (pattern.isEmpty())
        return found;
    for (const PlacedHost &host : topology.hosts) {
        if (fitsHost(pattern, host))
            found.append(host.id);
        for (const Placed *item : topology.on(host.name))
            if (fitsItem(pattern, *item, catalog))
                found.append(item->id);
    }
    return found;
}

} // namespace model
