// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/recipients.h"

#include "nixgen/agekey.h"

#include <QRegularExpression>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

/// sops takes the age form of an SSH key, age the SSH key itself.
std::optional<QString> keyFor(const QString &backend, const QString &text)
{
    static const QRegularExpression age(u"\\Aage1[0-9a-z]+\\z"_s);
    static const QRegularExpression rsa(u"\\A(ssh-rsa AAAA[0-9A-Za-z+/]+=*)(?: .*)?\\z"_s);
    if (age.match(text).hasMatch())
        return text;
    const auto converted = ageRecipient(text);
    if (backend == "sops"_L1)
        return converted;
    if (converted)
        return text.section(u' ', 0, 1, QString::SectionSkipEmpty);
    const auto match = rsa.match(text);
    return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
}

} // namespace

QString secretsBackend(const model::Fleet &fleet, const model::Catalog &catalog)
{
    return catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values, u"secrets.backend")
        .text();
}

QList<Recipient> operatorRecipients(const model::Fleet &fleet, const model::Catalog &catalog)
{
    const QString backend = secretsBackend(fleet, catalog);
    QList<Recipient> recipients;
    for (const QString &text : fleet.setting(u"secrets.operators").texts()) {
        const auto key = keyFor(backend, text.trimmed());
        if (!key)
            continue;
        const QString comment =
            text.startsWith("ssh-"_L1) ? text.simplified().section(u' ', 2) : QString();
        recipients.append(
            {*key, comment.isEmpty() ? u"operator "_s + text.left(12) + u"…"_s : comment});
    }
    return recipients;
}

std::optional<Recipient> hostRecipient(const model::Fleet &fleet, const model::Catalog &catalog,
                                       const model::PlacedHost &host)
{
    const QString text = host.values.at(u"host-key").text();
    const auto key =
        ageRecipient(text) ? keyFor(secretsBackend(fleet, catalog), text) : std::nullopt;
    return key ? std::optional(Recipient{*key, host.name}) : std::nullopt;
}

} // namespace nixgen
