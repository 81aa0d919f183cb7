// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog_loader.h"

#include <QRegularExpression>

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

const std::vector<std::pair<QString, FieldType>> fieldTypes = {
    {u"text"_s, FieldType::Text},
    {u"bool"_s, FieldType::Bool},
    {u"int"_s, FieldType::Int},
    {u"port"_s, FieldType::Port},
    {u"port-range"_s, FieldType::PortRange},
    {u"name"_s, FieldType::Name},
    {u"domain"_s, FieldType::Domain},
    {u"address"_s, FieldType::Address},
    {u"ip"_s, FieldType::Ip},
    {u"cidr"_s, FieldType::Cidr},
    {u"email"_s, FieldType::Email},
    {u"path"_s, FieldType::Path},
    {u"duration"_s, FieldType::Duration},
    {u"image"_s, FieldType::Image},
    {u"digest"_s, FieldType::Digest},
    {u"ssh-key"_s, FieldType::SshKey},
    {u"enum"_s, FieldType::Enum},
    {u"host"_s, FieldType::Host},
    {u"role"_s, FieldType::Role},
    {u"ref"_s, FieldType::Ref},
    {u"list"_s, FieldType::List},
    {u"map"_s, FieldType::Map},
    {u"any"_s, FieldType::Any},
    {u"endpoint"_s, FieldType::Endpoint}};

const std::vector<std::pair<QString, Protocol>> protocols = {{u"tcp"_s, Protocol::Tcp},
                                                             {u"udp"_s, Protocol::Udp}};
const std::vector<std::pair<QString, Scope>> scopes = {
    {u"local"_s, Scope::Local}, {u"mesh"_s, Scope::Mesh}, {u"public"_s, Scope::Public}};
const std::vector<std::pair<QString, QString>> places = {
    {u"host"_s, u"host"_s}, {u"edge"_s, u"edge"_s}, {u"fleet"_s, u"fleet"_s}};

/// A check that the kind named at `key` exists.
void expectKind(MapReader &reader, const char *key)
{
    reader.later(key, [name = reader.text(key)](const Catalog &catalog) {
        return catalog.kind(name) ? QString() : u"there is no kind \"%1\""_s.arg(name);
    });
}

/// Values as words of the file, or as maps that say what people read in their place.
void readValues(MapReader &reader, Field &field)
{
    QStringList titles;
    field.values = reader.textsOrMaps("values", [&](MapReader &map) {
        const QString value = map.need("value");
        const ChoiceWords words{map.need("title"), map.text("help")};
        if (titles.contains(words.title))
            map.complain("title", u"two values are called \"%1\""_s.arg(words.title));
        titles += words.title;
        field.choices.emplace(value, words);
        return value;
    });
    if (QStringList once = field.values; once.removeDuplicates() > 0)
        reader.complain("values", u"a value stands there twice"_s);
    field.notYetValues = reader.texts("not-yet-values");
    for (const QString &value : std::as_const(field.notYetValues)) {
        if (!field.values.contains(value))
            reader.complain("not-yet-values", u"\"%1\" is none of the values"_s.arg(value));
    }
}

QString patternRule()
{
    return u"a pattern is a regular expression, and needs its form in words"_s;
}

Field readField(MapReader &reader)
{
    Field field;
    field.name = reader.need("name");
    field.title = reader.need("title");
    field.group = reader.text("group");
    field.type = reader.choice("type", fieldTypes, FieldType::Text);
    field.of = reader.choice("of", fieldTypes, FieldType::Text);
    field.fallback = reader.value("default");
    field.defaultFrom = reader.text("default-from");
    readValues(reader, field);
    field.kinds = reader.texts("kinds");
    field.minimum = reader.number("min");
    field.maximum = reader.number("max");
    field.unit = reader.text("unit");
    field.help = reader.text("help");
    field.pattern = reader.text("pattern");
    field.form = reader.text("form");
    field.option = reader.text("option");
    field.shortForm = reader.text("short");
    field.aliases = reader.texts("aliases");
    field.when = reader.condition("when");
    field.implies = reader.values("implies");
    field.required = reader.flag("required");
    field.hidden = reader.flag("hidden");
    field.allocate = reader.flag("allocate");
    field.fact = reader.flag("fact");
    field.notYet = reader.flag("not-yet");
    if (field.pattern.isEmpty() != field.form.isEmpty())
        reader.complain("pattern", patternRule());
    if (!field.pattern.isEmpty()) {
        reader.later("pattern", [pattern = field.pattern](const Catalog &) {
            return QRegularExpression(pattern).isValid() ? QString() : patternRule();
        });
    }
    if (field.type == FieldType::Enum && field.values.isEmpty())
        reader.complain("values", u"an enum needs its values"_s);
    if (field.type == FieldType::Ref && field.kinds.isEmpty())
        reader.complain("kinds", u"a ref needs the kinds that it may name"_s);
    return field;
}

PortSpec readPort(MapReader &reader)
{
    PortSpec port;
    port.name = reader.need("name");
    port.title = reader.need("title");
    port.field = reader.text("field");
    port.fleetField = reader.text("fleet-field");
    port.number = int(reader.number("port").value_or(0));
    port.protocol = reader.choice("protocol", protocols, Protocol::Tcp);
    port.scope = reader.choice("scope", scopes, Scope::Local);
    port.publicWhen = reader.condition("public-when");
    port.meshWhen = reader.condition("mesh-when");
    if (int(!port.field.isEmpty()) + int(!port.fleetField.isEmpty()) + int(port.number != 0) != 1)
        reader.complain("name", u"a port is one of: field, fleet-field, port"_s);
    if (port.number < 0 || port.number > 65535)
        reader.complain("port", u"a port is 1 to 65535"_s);
    reader.later("fleet-field", [path = port.fleetField](const Catalog &catalog) {
        const bool known = catalog.kind(u"fleet") && catalog.kind(u"fleet")->field(path);
        return known ? QString() : u"the fleet has no field \"%1\""_s.arg(path);
    });
    return port;
}

UnitSpec readUnit(MapReader &reader)
{
    return {reader.need("name"), reader.text("image"), reader.text("version"),
            reader.text("digest")};
}

DnsSpec readDns(MapReader &reader)
{
    return {reader.need("name"), reader.choice("to", places, u"host"_s), reader.flag("alone")};
}

RouteSpec readRoute(MapReader &reader)
{
    return {reader.need("name"), reader.need("port")};
}

NeedSpec readNeed(MapReader &reader)
{
    expectKind(reader, "kind");
    return {reader.need("kind"), reader.choice("where", places, u"host"_s), reader.need("why")};
}

LinkSpec readLink(MapReader &reader)
{
    LinkSpec link;
    reader.map("to", [&](MapReader &to) {
        expectKind(to, "kind");
        link.toKind = to.text("kind");
        link.toField = to.text("field");
        link.toWhere = to.choice("where", places, u"fleet"_s);
        link.toRoutes = to.flag("routes");
    });
    link.port = reader.text("port");
    link.via = reader.choice("via", scopes, Scope::Local);
    link.label = reader.need("label");
    link.summary = reader.flag("summary");
    if (link.toKind.isEmpty() && link.toField.isEmpty() && !link.toRoutes)
        reader.complain("to", u"a link goes to one of: kind, field, routes"_s);
    return link;
}

InternetSpec readInternet(MapReader &reader)
{
    return {reader.need("port"), reader.need("label")};
}

ProbeSpec readProbe(MapReader &reader)
{
    ProbeSpec probe;
    probe.name = reader.need("name");
    probe.check = reader.need("check");
    probe.url = reader.text("url");
    probe.port = reader.text("port");
    probe.outside = reader.choice<bool>("at", {{u"host"_s, false}, {u"outside"_s, true}}, false);
    probe.gatesDeploy =
        reader.choice<bool>("gate", {{u"watch"_s, false}, {u"deploy"_s, true}}, false);
    return probe;
}

SecretSpec readSecret(MapReader &reader)
{
    const auto same = [](const QString &word) { return std::pair(word, word); };
    SecretSpec secret;
    secret.name = reader.need("name");
    secret.scope = reader.choice<QString>(
        "scope", {same(u"host"_s), same(u"shared"_s), same(u"fleet"_s)}, u"host"_s);
    secret.source =
        reader.choice<QString>("source", {same(u"generate"_s), same(u"prompt"_s)}, u"prompt"_s);
    secret.owner = reader.text("owner", u"root"_s);
    secret.help = reader.text("help");
    secret.optional = reader.flag("optional");
    secret.form = reader.text("form");
    secret.publicField = reader.text("public");
    secret.inside = reader.text("inside");
    if ((secret.source == "generate"_L1) == secret.form.isEmpty())
        reader.complain("form", u"a secret has a form exactly when it is generated"_s);
    reader.later("public", [field = secret.publicField](const Catalog &catalog) {
        return field.isEmpty() || catalog.kind(u"host")->field(field)
                   ? QString()
                   : u"hosts have no field \"%1\""_s.arg(field);
    });
    return secret;
}

/// A check that the kind has the field named at `key`.
void expectField(MapReader &reader, const char *key, const QString &kind)
{
    reader.later(key, [kind, path = reader.text(key)](const Catalog &catalog) {
        return path.isEmpty() || catalog.kind(kind)->field(path) ? QString()
                                                                 : u"%1 has no field \"%2\""_s.arg(kind, path);
    });
}

void readMesh(MapReader &reader, Kind &kind)
{
    reader.map("mesh", [&](MapReader &mesh) {
        using enum MeshSpec::Address;
        kind.mesh = MeshSpec{mesh.choice("address", {{u"joined"_s, Joined}, {u"range"_s, Range}, {u"key"_s, Key}}, Joined),
                             mesh.text("range"), mesh.text("key"), mesh.text("devices"), mesh.text("peers"), mesh.text("port")};
        for (const char *key : {"range", "devices", "peers"})
            expectField(mesh, key, u"fleet"_s);
        expectField(mesh, "key", u"host"_s);
        if ((kind.mesh->address == Range) == kind.mesh->range.isEmpty())
            mesh.complain("range", u"addresses come from a range, or there is none"_s);
        if (kind.mesh->key.isEmpty() != (kind.mesh->address == Joined))
            mesh.complain("key", u"who is known beforehand is known by a key"_s);
    });
}

RuleSpec readRule(MapReader &reader)
{
    const auto same = [](const QString &word) { return std::pair(word, word); };
    RuleSpec rule;
    rule.code = reader.need("code");
    rule.require = reader.choice<QString>(
        "require", {same(u"at-least-one"_s), same(u"at-most-one"_s), same(u"equal"_s),
         same(u"ports-for-each"_s)},
        {});
    rule.message = reader.need("message");
    rule.fix = reader.text("fix");
    rule.elseField = reader.text("else-field");
    rule.fields = reader.texts("fields");
    rule.whenAny = reader.texts("when-any");
    rule.each = int(reader.number("each").value_or(1));
    rule.severity = reader.choice<QString>(
        "severity", {same(u"error"_s), same(u"warning"_s), same(u"note"_s)}, u"error"_s);
    return rule;
}

RecogniseSpec readRecognise(MapReader &reader)
{
    return {reader.texts("units"), reader.texts("images"), reader.condition("environment"), reader.condition("published"),
            reader.condition("listens")};
}

/// All fallbacks as one map.
Value defaultsOf(const QList<Field> &fields)
{
    Value defaults = ValueMap();
    for (const Field &field : fields) {
        if (!field.fallback.isNull())
            defaults.set(field.name, field.fallback);
    }
    return defaults;
}

void readParts(MapReader &reader, Kind &kind)
{
    kind.fields = reader.list("fields", readField);
    for (qsizetype i = 1; i < kind.fields.size(); ++i) { // a group lasts until the next one begins
        if (kind.fields.at(i).group.isEmpty())
            kind.fields[i].group = kind.fields.at(i - 1).group;
    }
    kind.ports = reader.list("ports", readPort);
    kind.units = reader.list("units", readUnit);
    kind.dns = reader.list("dns", readDns);
    kind.routes = reader.list("routes", readRoute);
    kind.needs = reader.list("needs", readNeed);
    kind.links = reader.list("links", readLink);
    kind.fromInternet = reader.list("from-internet", readInternet);
    kind.probes = reader.list("probes", readProbe);
    kind.secrets = reader.list("secrets", readSecret);
    kind.rules = reader.list("rules", readRule);
    kind.backup = reader.texts("backup");
    reader.map("recognise", [&kind](MapReader &map) { kind.recognise = readRecognise(map); });
}

} // namespace

Kind readKind(MapReader &reader)
{
    Kind kind;
    kind.name = reader.need("kind");
    kind.title = reader.need("title");
    kind.plural = reader.text("plural", kind.title);
    kind.tier = reader.text("tier");
    kind.icon = reader.text("icon");
    kind.help = reader.text("help");
    kind.container =
        reader.choice<bool>("runs", {{u"container"_s, true}, {u"native"_s, false}}, false);
    kind.fleetKey = reader.text("fleet-key", u"services"_s);
    kind.identity = reader.text("identity", u"name"_s);
    kind.namePrefix = reader.text("name-prefix");
    kind.option = reader.text("option");
    kind.perHost = reader.choice<bool>("per", {{u"host"_s, true}, {u"fleet"_s, false}}, true);
    kind.role = reader.text("role");
    kind.broughtBy = reader.condition("brought-by");
    readMesh(reader, kind);
    kind.broughtToEdge =
        reader.choice<bool>("brought-to", {{u"host"_s, false}, {u"edge"_s, true}}, false);
    const auto aliases = reader.condition("aliases");
    for (const auto &[alias, name] : aliases)
        kind.aliases[alias] = name;
    readParts(reader, kind);
    kind.defaults = defaultsOf(kind.fields);
    checkNames(reader, kind);
    reader.later("role", [role = kind.role](const Catalog &catalog) {
        return catalog.role(role) ? QString() : u"there is no role \"%1\""_s.arg(role);
    });
    return kind;
}

} // namespace model
