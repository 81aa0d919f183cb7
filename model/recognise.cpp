// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recognise.h"

#include "model/validate.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// A unit's name as the catalog writes it, to be found again: the backend and the item's name are what varies.
QRegularExpression unitPattern(const QString &name, const Catalog &catalog)
{
    QStringList prefixes;
    for (const ContainerBackend &backend : catalog.containerBackends()) {
        if (!backend.prefix.isEmpty())
            prefixes += QRegularExpression::escape(backend.prefix);
    }
    QString pattern = QRegularExpression::escape(name);
    pattern.replace(u"\\{container\\}"_s, u"(?<backend>%1)"_s.arg(prefixes.join(u'|')));
    pattern.replace(u"\\{name\\}"_s, u"(?<name>[a-z0-9-]+)"_s);
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern));
}

/// "a/b*": the star stands for any text.
QRegularExpression imagePattern(const QString &wildcard)
{
    QString pattern = QRegularExpression::escape(wildcard);
    pattern.replace(u"\\*"_s, u".*"_s);
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern));
}

QString unitOf(const RunningContainer &container)
{
    return u"%1-%2.service"_s.arg(container.backend, container.name);
}

/// A name as items have them, out of a container's.
QString itemName(QString name)
{
    static const QRegularExpression odd(u"[^a-z0-9]+"_s);
    name = name.toLower().replace(odd, u"-"_s).left(63);
    while (name.endsWith(u'-'))
        name.chop(1);
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    return name;
}

class Recogniser
{
public:
    Recogniser(const RunningHost &host, const Catalog &catalog) : m_host(host), m_catalog(catalog)
    {
        for (const Kind &kind : catalog.kinds()) {
            for (const UnitSpec &unit : kind.units)
                m_patterns.append({&kind, unitPattern(unit.name, catalog)});
            for (const QString &unit : kind.recognise.units)
                m_patterns.append({&kind, unitPattern(unit, catalog)});
        }
    }

    RecognisedHost run()
    {
        for (const RunningContainer &container : m_host.containers) {
            if (!byUnit(unitOf(container), &container) && !byImage(container))
                m_result.unknown.append(&container);
        }
        for (const QString &service : m_host.services) {
            if (!byUnit(service, nullptr) && !isContainers(service))
                m_result.unknownServices.append(service);
        }
        sort();
        return m_result;
    }

private:
    bool byUnit(const QString &unit, const RunningContainer *container)
    {
        for (const auto &[kind, pattern] : m_patterns) {
            if (kind->container != (container != nullptr))
                continue;
            const QRegularExpressionMatch match = pattern.match(unit);
            if (!match.hasMatch())
                continue;
            const QString name = match.captured(u"name"_s);
            if (!name.isEmpty() && !isName(name))
                continue;
            add({kind, name, unit, backendOf(container), container, false});
            return true;
        }
        return false;
    }

    bool byImage(const RunningContainer &container)
    {
        const QString image = imageParts(container.image).name;
        for (const Kind &kind : m_catalog.kinds()) {
            for (const QString &wildcard : kind.recognise.images) {
                if (!kind.container || !imagePattern(wildcard).match(image).hasMatch())
                    continue;
                const QString name = itemName(container.name);
                if (!isName(name))
                    return false;
                add({&kind, name, unitOf(container), backendOf(&container), &container, true});
                return true;
            }
        }
        return false;
    }

    void add(const Recognised &found)
    {
        const auto isIt = [&](const Recognised &known) {
            return known.kind == found.kind && known.name == found.name;
        };
        if (std::ranges::none_of(m_result.known, isIt))
            m_result.known.append(found);
    }

    QString backendOf(const RunningContainer *container) const
    {
        for (const ContainerBackend &backend : m_catalog.containerBackends()) {
            if (container && backend.prefix == container->backend)
                return backend.name;
        }
        return {};
    }

    bool isContainers(const QString &service) const
    {
        return std::ranges::any_of(m_host.containers, [&](const auto &each) {
            return unitOf(each) == service;
        });
    }

    void sort()
    {
        const auto place = [this](const Recognised &found) {
            return std::pair(found.kind - m_catalog.kinds().constData(), found.name);
        };
        std::ranges::stable_sort(m_result.known, {}, place);
    }

    const RunningHost &m_host;
    const Catalog &m_catalog;
    QList<std::pair<const Kind *, QRegularExpression>> m_patterns;
    RecognisedHost m_result;
};

/// The port on which a process listens: the field's default when that is one of them, else the lowest.
int listeningPort(const RunningHost &host, const QString &process, int usual)
{
    int lowest = 0;
    for (const ListeningPort &each : host.listening) {
        if (each.process != process)
            continue;
        if (each.port == usual)
            return usual;
        if (lowest == 0 || each.port < lowest)
            lowest = each.port;
    }
    return lowest;
}

} // namespace

RecognisedHost recognise(const RunningHost &host, const Catalog &catalog)
{
    return Recogniser(host, catalog).run();
}

QStringList readableVariables(const Catalog &catalog)
{
    QStringList names;
    for (const Kind &kind : catalog.kinds()) {
        for (const auto &[variable, field] : kind.recognise.environment) {
            if (!names.contains(variable))
                names.append(variable);
        }
    }
    names.sort();
    return names;
}

std::map<QString, QString> readFields(const Recognised &found, const RunningHost &host)
{
    std::map<QString, QString> fields;
    const RecogniseSpec &spec = found.kind->recognise;
    if (found.container) {
        for (const auto &[variable, field] : spec.environment) {
            if (const QString value = found.container->values.value(variable); !value.isEmpty())
                fields[field] = value;
        }
        for (const auto &[inside, field] : spec.published) {
            if (const QString port = found.container->published.value(inside); !port.isEmpty())
                fields[field] = port; // what the host's side says counts
        }
    }
    for (const auto &[process, field] : spec.listens) {
        const Field *known = found.kind->field(field);
        if (const int port = listeningPort(host, process, int(known->fallback.toInt())))
            fields[field] = QString::number(port);
    }
    return fields;
}

ImageParts imageParts(const QString &image)
{
    ImageParts parts{image, {}, {}};
    if (const auto at = parts.name.indexOf(u'@'); at >= 0) {
        parts.digest = parts.name.mid(at + 1);
        parts.name.truncate(at);
    }
    if (const auto colon = parts.name.lastIndexOf(u':'); colon > parts.name.lastIndexOf(u'/')) {
        parts.tag = parts.name.mid(colon + 1);
        parts.name.truncate(colon);
    }
    for (const QString &registry : {u"docker.io/library/"_s, u"docker.io/"_s}) {
        if (parts.name.startsWith(registry)) {
            parts.name = parts.name.mid(registry.size());
            break;
        }
    }
    return parts;
}

} // namespace model
