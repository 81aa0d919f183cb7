// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <arpa/inet.h>
#include <functional>

namespace model {

using namespace Qt::StringLiterals;

namespace {

bool isIp(const QString &text, int family)
{
    unsigned char bytes[16];
    return inet_pton(family, text.toLatin1().constData(), bytes) == 1
           && text.toLatin1() == text.toUtf8();
}

bool isIp(const QString &text)
{
    return isIp(text, AF_INET) || isIp(text, AF_INET6);
}

/// Patterns are few and compiling one takes far longer than matching it.
bool matches(const QString &text, const QString &pattern)
{
    static thread_local QHash<QString, QRegularExpression> compiled;
    auto known = compiled.constFind(pattern);
    if (known == compiled.constEnd())
        known = compiled.insert(
            pattern, QRegularExpression(QRegularExpression::anchoredPattern(pattern)));
    return known->match(text).hasMatch();
}

QString quoted(const QString &text)
{
    constexpr qsizetype shown = 60;
    QString clean;
    for (const QChar c : text.left(shown))
        clean += c.isPrint() ? c : QChar(0xFFFD);
    return u'"' + clean + (text.size() > shown ? u"…\""_s : u"\""_s);
}

bool hasControls(const QString &text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
}

QString portComplaint(const QString &text, const Value &value)
{
    const qint64 port = value.toInt();
    return value.isInt() && port >= 1 && port <= 65535
               ? QString()
               : Words::tr("%1 is not a port: write a whole number from 1 to 65535").arg(text);
}

QString rangeComplaint(const QString &text, const Value &value)
{
    if (portRange(value))
        return {};
    const QStringList ends = text.split(u'-');
    if (ends.size() == 2 && ends.at(0).toInt() > ends.at(1).toInt() && ends.at(1).toInt() > 0)
        return Words::tr("the range %1 is reversed: write the lower port first, %2-%3")
            .arg(text, ends.at(1), ends.at(0));
    return Words::tr("%1 is not a range of ports: write it as 49152-49200, within 1 to 65535")
        .arg(quoted(text));
}

QString domainComplaint(const QString &text)
{
    if (!text.isEmpty() && std::ranges::any_of(text, [](QChar c) { return c.unicode() > 127; }))
        return Words::tr("%1 has letters beyond ASCII: write the domain in its xn-- form")
            .arg(quoted(text));
    const QString label = u"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"_s;
    if (text.size() > 200 || !matches(text, label + u"(\\."_s + label + u")+"_s))
        return Words::tr("%1 is not a domain: write it like example.com, without scheme or path")
            .arg(quoted(text));
    return {};
}

QString addressComplaint(const QString &text)
{
    if (text.startsWith(u'-'))
        return Words::tr("%1 begins with a hyphen, so ssh would take it for an option")
            .arg(quoted(text));
    if (text.contains(u':') && !isIp(text, AF_INET6))
        return Words::tr("%1 is not an address: the port has a field of its own").arg(quoted(text));
    if (matches(text, u"[0-9.]+"_s) && !isIp(text, AF_INET))
        return Words::tr("%1 is not an IPv4 address: four numbers from 0 to 255").arg(quoted(text));
    if (isIp(text) || (text.size() <= 253 && matches(text, u"[A-Za-z0-9_][A-Za-z0-9._-]*"_s)))
        return {};
    return Words::
        tr("%1 is not an address: write an IP address, a host name or an alias of ~/.ssh/config")
            .arg(quoted(text));
}

QString ipComplaint(const QString &text)
{
    return isIp(text)
               ? QString()
               : Words::tr("%1 is not an IP address: write it like 203.0.113.10 or 2001:db8::10")
                     .arg(quoted(text));
}

QString cidrComplaint(const QString &text)
{
    const QString address = text.section(u'/', 0, 0);
    bool ok = false;
    const int length = text.section(u'/', 1).toInt(&ok);
    const int most = isIp(address, AF_INET) ? 32 : isIp(address, AF_INET6) ? 128 : -1;
    if (ok && length >= 0 && length <= most)
        return {};
    if (most > 0 && !text.contains(u'/'))
        return Words::tr("%1 lacks the length of its prefix: write %2/%3 for this one address")
            .arg(quoted(text), address)
            .arg(most);
    return Words::tr("%1 is not an address with a prefix: write it like 203.0.113.0/24")
        .arg(quoted(text));
}

QString emailComplaint(const QString &text)
{
    const QString local = text.section(u'@', 0, 0), domain = text.section(u'@', 1);
    const bool ok = matches(local, u"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"_s)
                    && domainComplaint(domain).isEmpty();
    return ok && !local.startsWith(u'-')
               ? QString()
               : Words::tr("%1 is not an e-mail address").arg(quoted(text));
}

QString pathComplaint(const QString &text)
{
    if (text.isEmpty() || text.startsWith(u'-') || text.size() > 1024)
        return Words::tr("%1 is not a path").arg(quoted(text));
    if (text.split(u'/').contains(u".."_s))
        return Words::tr("%1 leads out of its folder: write a path without \"..\"")
            .arg(quoted(text));
    return {};
}

QString durationComplaint(const QString &text)
{
    return matches(text, u"0*[1-9][0-9]{0,5}(ms|s|m|h)"_s)
               ? QString()
               : Words::tr("%1 is not a duration: write it like 500ms, 1s or 5m").arg(quoted(text));
}

QString imageComplaint(const QString &text)
{
    const QString part = u"[a-z0-9]+([._-]+[a-z0-9]+)*"_s;
    const QString registry = u"([A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/)?"_s;
    const QString pin = u"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?"_s;
    return text.size() <= 512 && matches(text, registry + part + u"(/"_s + part + u")*"_s + pin)
               ? QString()
               : Words::tr("%1 is not an image: write it like ghcr.io/org/name:tag or …@sha256:<64 "
                           "digits>")
                     .arg(quoted(text));
}

QString digestComplaint(const QString &text)
{
    return matches(text, u"sha256:[0-9a-f]{64}"_s)
               ? QString()
               : Words::tr("%1 is not a digest: write sha256: and 64 hexadecimal digits")
                     .arg(quoted(text));
}

QString keyComplaint(const QString &text)
{
    static const QStringList types = {u"ssh-ed25519"_s,
                                      u"ssh-rsa"_s,
                                      u"ecdsa-sha2-nistp256"_s,
                                      u"ecdsa-sha2-nistp384"_s,
                                      u"ecdsa-sha2-nistp521"_s,
                                      u"sk-ssh-ed25519@openssh.com"_s,
                                      u"sk-ecdsa-sha2-nistp256@openssh.com"_s};
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (text.contains(u"PRIVATE KEY"_s))
        return Words::tr("this is a private key: write the public one, the line of the .pub file");
    if (!types.contains(words.value(0)))
        return Words::tr("%1 is not an SSH public key: write the line of the .pub file, like "
                         "ssh-ed25519 AAAA… you@laptop")
            .arg(quoted(text));
    const auto blob = QByteArray::fromBase64Encoding(words.value(1).toLatin1(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray type = words.first().toLatin1();
    const QByteArray head = QByteArray(3, '\0') + char(type.size()) + type;
    if (!blob || !(*blob).startsWith(head) || (*blob).size() < head.size() + 32)
        return Words::tr("the SSH key %1 is damaged: copy the whole line of the .pub file again")
            .arg(quoted(text));
    return {};
}

/// A jump host: [user@]host[:port], several with commas.
QString endpointComplaint(const QString &text)
{
    for (const QString &hop : text.split(u',')) {
        const QString user = hop.contains(u'@') ? hop.section(u'@', 0, 0) : u"x"_s;
        const QString rest = hop.contains(u'@') ? hop.section(u'@', 1) : hop;
        const bool bracketed = matches(rest, u"\\[.*\\](:[0-9]{1,5})?"_s);
        const QString address =
            bracketed ? rest.section(u']', 0, 0).mid(1) : rest.section(u':', 0, 0);
        const QString port = bracketed ? rest.section(u']', 1).mid(1) : rest.section(u':', 1);
        const bool portFits = !rest.endsWith(u':') && (port.isEmpty() || portRange(port));
        if (!matches(user, u"[A-Za-z0-9_][A-Za-z0-9._-]*"_s) || !portFits
            || !addressComplaint(address).isEmpty())
            return Words::tr("%1 is not a jump host: write [user@]host[:port]").arg(quoted(hop));
    }
    return {};
}

QString intComplaint(const Field &field, const QString &text, const Value &value)
{
    if (!value.isInt())
        return Words::tr("%1 is not a whole number").arg(quoted(text));
    if (field.minimum && value.toInt() < *field.minimum)
        return Words::tr("%1 is too small: at least %2").arg(text).arg(*field.minimum);
    if (field.maximum && value.toInt() > *field.maximum)
        return Words::tr("%1 is too large: at most %2").arg(text).arg(*field.maximum);
    return {};
}

QString elementComplaint(const Field &field, const Value &value)
{
    Field element = field;
    element.type = field.of;
    element.of = FieldType::Any;
    return complaint(element, value);
}

QString collectionComplaint(const Field &field, const Value &value)
{
    if (field.type == FieldType::List && !value.isList()) // a lone value is a list of one
        return value.isMap() ? Words::tr("a list is expected: write it as [a, b]")
                             : elementComplaint(field, value);
    if (field.type == FieldType::Map && !value.isMap())
        return Words::tr("a map is expected: write it as {key: value}");
    for (const Value &entry : value.list()) {
        if (const QString found = elementComplaint(field, entry); !found.isEmpty())
            return found;
    }
    for (const auto &[key, entry] : value.map()) {
        if (const QString found = elementComplaint(field, entry); !found.isEmpty())
            return u"%1: %2"_s.arg(key, found);
    }
    return {};
}

QString scalarComplaint(const Field &field, const Value &value)
{
    const QString text = value.text();
    switch (field.type) {
    case FieldType::Bool:
        return value.isBool() ? QString()
                              : Words::tr("%1 is neither true nor false").arg(quoted(text));
    case FieldType::Int:
        return intComplaint(field, text, value);
    case FieldType::Port:
        return portComplaint(value.isText() ? quoted(text) : text, value);
    case FieldType::PortRange:
        return rangeComplaint(text, value);
    case FieldType::Domain:
        return domainComplaint(text);
    case FieldType::Address:
        return addressComplaint(text);
    case FieldType::Ip:
        return ipComplaint(text);
    case FieldType::Cidr:
        return cidrComplaint(text);
    case FieldType::Email:
        return emailComplaint(text);
    case FieldType::Path:
        return pathComplaint(text);
    case FieldType::Duration:
        return durationComplaint(text);
    case FieldType::Image:
        return imageComplaint(text);
    case FieldType::Digest:
        return digestComplaint(text);
    case FieldType::SshKey:
        return keyComplaint(text);
    case FieldType::Endpoint:
        return endpointComplaint(text);
    case FieldType::Enum:
        return Words::tr("%1 is none of: %2").arg(quoted(text), field.values.join(u", "))
               + (suggestion(text, field.values));
    case FieldType::Name:
    case FieldType::Host:
    case FieldType::Role:
        return nameComplaint(text);
    case FieldType::Text:
        return field.pattern.isEmpty() || matches(text, field.pattern)
                   ? QString()
                   : Words::tr("%1 is not %2").arg(quoted(text), ofCatalog(field.form));
    default:
        return {};
    }
}

} // namespace

bool isName(QStringView text)
{
    const auto isLetter = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
    };
    return !text.isEmpty() && text.size() <= 63 && isLetter(text.front()) && isLetter(text.back())
           && std::ranges::all_of(text, [&](QChar c) { return isLetter(c) || c == u'-'; });
}

QString nameComplaint(const QString &text)
{
    if (isName(text))
        return {};
    const QString rule = Words::tr("write a name of a-z, 0-9 and inner hyphens");
    if (text.isEmpty())
        return Words::tr("the name is empty: ") + rule;
    if (text.size() > 63)
        return Words::tr("the name %1 has %2 characters: write one of at most 63")
            .arg(quoted(text))
            .arg(text.size());
    if (text.startsWith(u'-'))
        return Words::tr(
                   "the name %1 begins with a hyphen, so programs would take it for an option: ")
                   .arg(quoted(text))
               + rule;
    if (text.contains(u'/') || text.contains(u".."_s))
        return Words::tr("the name %1 would lead to another folder: ").arg(quoted(text)) + rule;
    return Words::tr("the name %1 does not fit units, paths and DNS: ").arg(quoted(text)) + rule;
}

QString complaint(const Field &field, const Value &value)
{
    if (value.isNull() || field.type == FieldType::Any)
        return {};
    if (field.type == FieldType::List || field.type == FieldType::Map)
        return collectionComplaint(field, value);
    if (value.isList() || value.isMap())
        return Words::tr("a single value is expected here, not a %1")
            .arg(value.isList() ? u"list"_s : u"map"_s);
    if (field.values.contains(value.text()))
        return {};
    if (hasControls(value.text()))
        return Words::tr("%1 has control characters: write it as one plain line")
            .arg(quoted(value.text()));
    return scalarComplaint(field, value);
}

bool isPlaceholder(const Field &field, const Value &value)
{
    const bool isKey = field.type == FieldType::SshKey || field.of == FieldType::SshKey;
    return isKey && std::ranges::any_of(value.texts(), [&](const QString &text) {
               const bool unfinished =
                   text.contains(u"REPLACE"_s) || text.contains(u"..."_s) || text.contains(u'…');
               return unfinished && !keyComplaint(text).isEmpty();
           });
}

QString badValueCode(FieldType type)
{
    static const QHash<int, QString> codes = {{int(FieldType::Port), u"bad-port"_s},
                                              {int(FieldType::PortRange), u"bad-port-range"_s},
                                              {int(FieldType::Domain), u"bad-domain"_s},
                                              {int(FieldType::Address), u"bad-address"_s},
                                              {int(FieldType::Ip), u"bad-address"_s},
                                              {int(FieldType::Cidr), u"bad-cidr"_s},
                                              {int(FieldType::Email), u"bad-email"_s},
                                              {int(FieldType::Image), u"bad-image"_s},
                                              {int(FieldType::Digest), u"bad-digest"_s},
                                              {int(FieldType::SshKey), u"bad-key"_s},
                                              {int(FieldType::Endpoint), u"bad-address"_s},
                                              {int(FieldType::Enum), u"unknown-choice"_s},
                                              {int(FieldType::Name), u"bad-name"_s},
                                              {int(FieldType::Path), u"bad-path"_s}};
    return codes.value(int(type), u"bad-value"_s);
}

} // namespace model
