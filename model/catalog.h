// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can stand on a host, as data: kinds, their fields and ports, roles and tiers, read from resources/.

#include "model/result.h"
#include "model/value.h"

#include <QHash>
#include <QStringList>

#include <map>
#include <optional>

namespace model {

enum class FieldType {
    Text, Bool, Int, Port, PortRange, Name, Domain, Address, Ip, Cidr, Email, Path, Duration,
    Image, Digest, SshKey, Enum, Host, Role, Ref, List, Map, Any,
    Endpoint ///< [user@]host[:port], as a jump host is written
};

/// Holds while every path ("edge.mode", "fleet.overlay") has the given text.
using Condition = std::map<QString, QString>;

struct ChoiceWords { QString title, help; }; ///< what people read in place of a value

struct Field
{
    QString name;         ///< dotted path in the item's map
    QString title;
    QString group;        ///< the heading under which a form shows it; empty for those before the first
    FieldType type = FieldType::Text;
    FieldType of = FieldType::Text; ///< element type of List and Map
    Value fallback;       ///< the default; null when there is none
    QString defaultFrom;  ///< the field whose value is the default
    QStringList values;   ///< of Enum; of other types: words that are accepted beside the type's own values
    std::map<QString, ChoiceWords> choices; ///< of `values`: those that have words of their own
    QStringList notYetValues; ///< values that are kept and accepted, but switch nothing on yet
    QStringList kinds;    ///< of Ref
    std::optional<qint64> minimum, maximum;
    QString unit, help;
    QString pattern, form; ///< of Text: what all of it must match, and how people say that
    QString option;       ///< the NixOS option it sets
    QString shortForm;    ///< a scalar written at this key means this field ("ssh: 203.0.113.10" means ssh.address)
    QStringList aliases;  ///< other keys that the file may use
    Condition when;       ///< the field matters only then
    std::map<QString, Value> implies; ///< fields that get this value when this one is written
    bool required = false, hidden = false, allocate = false, fact = false, notYet = false;
};

enum class Protocol { Tcp, Udp };
enum class Scope { Local, Mesh, Public };

struct PortSpec
{
    QString name, title;
    QString field;          ///< of the item; or
    QString fleetField;     ///< of the fleet; or
    int number = 0;         ///< fixed
    Protocol protocol = Protocol::Tcp;
    Scope scope = Scope::Local;
    Condition publicWhen, meshWhen;
};

struct UnitSpec { QString name, image, version, digest; };          ///< templates, see expand() in topology.h
struct DnsSpec { QString name; QString to; bool alone = false; };    ///< `to`: host | edge; alone: one host only may have it
struct RouteSpec { QString name; QString portField; };               ///< HTTPS name → port of the item
struct NeedSpec { QString kind; QString where; QString why; };       ///< `where`: host | edge | fleet
struct LinkSpec { QString toField, toKind, toWhere, port, label; Scope via = Scope::Local; bool toRoutes = false, summary = false; };
struct InternetSpec { QString port, label; };                        ///< a link from the public internet
struct ProbeSpec { QString name, check, url, port; bool outside = false; bool gatesDeploy = false; };
/// How a kind is known on a host that somebody else set up, beside the names of its units.
struct RecogniseSpec
{
    QStringList units, images;                 ///< other names of its units; images of its container, * for any text
    Condition environment, published, listens; ///< variable, "port/protocol" inside the container, or listening process → field
};
/// `scope`: host (each its own) | shared (the hosts that have such a thing) | fleet (shared, in a file of its own); `source`:
/// generate | prompt; `form`: text of a fresh value with {hex:N}, {password:N}, {wireguard}; `publicField`: of the host, takes
/// what of a fresh value everybody may know; `inside`: "secret VARIABLE" of the env file that carries it where files are put
/// on hosts by hand.
struct SecretSpec { QString name, scope, source, owner, help; bool optional = false; QString form, publicField, inside; };
struct RuleSpec { QString code, require, message, fix, elseField; QStringList fields, whenAny; QString severity; int each = 1; };

/// How a kind that every host carries joins them to one network: what is known of its members beforehand.
struct MeshSpec
{
    enum class Address { Joined, Range, Key } address = Address::Joined; ///< "auto": given on joining, or from the name in `range`, or from the key
    QString range;          ///< the fleet's field with the network's addresses
    QString key;            ///< the host's field with its public key; empty: the network keeps them itself
    QString devices;        ///< the fleet's field with the operators' devices: name → key, or key and address
    QString peers;          ///< the fleet's field with machines that everybody reaches and that pass on to others
    QString port;           ///< the port at which members dial each other
    bool isKnown() const { return !key.isEmpty(); } ///< the fleet file says who belongs to it
};

struct Kind
{
    QString name, title, plural, tier, icon, help;
    bool container = false;   ///< runs as a container, else as a native service
    QString fleetKey;         ///< list of the fleet file: "games"; else "services"
    QString identity;         ///< the field that names an item
    QString namePrefix;
    QString option;           ///< the NixOS option that takes the item's name, e.g. "a.list.*.name"
    bool perHost = true;
    QString role;             ///< the role that a host gets by carrying one; may be empty
    Condition broughtBy;      ///< every host carries one while this holds
    std::optional<MeshSpec> mesh; ///< it joins the hosts to one network
    bool broughtToEdge = false; ///< what a role brings stands on the edge host, when that is another one
    QHash<QString, QString> aliases;
    QList<Field> fields;
    QList<PortSpec> ports;
    QList<UnitSpec> units;
    QList<DnsSpec> dns;
    QList<RouteSpec> routes;
    QList<NeedSpec> needs;
    QList<LinkSpec> links;
    QList<InternetSpec> fromInternet;
    QList<ProbeSpec> probes;
    QList<SecretSpec> secrets;
    QList<RuleSpec> rules;
    QStringList backup;
    RecogniseSpec recognise;
    Value defaults;           ///< all fallbacks as one map

    const Field *field(QStringView path) const; ///< by name or alias; null when there is none
};

struct Tier { QString name, title, help; bool fallback = false; }; ///< fallback: of hosts that carry nothing yet
struct Role
{
    QString name, title, tier, help, module;
    QStringList brings;
    std::map<QString, QString> sets; ///< NixOS option → template, on every host that has the role
    QString listenOption, edgesOption; ///< take the host's own and the edge's mesh address when another host is the edge
};

/// What can run containers: its units begin with `prefix`, or one `unit` stands for all of them.
struct ContainerBackend { QString name, prefix, unit; };

/// The values with what is missing taken from the defaults, map by map.
Value merged(const Value &values, const Value &defaults);

class Catalog
{
public:
    /// Reads catalog.yaml, catalog/*.yaml and schema/*.yaml below `root` (":/resources" for the built-in one).
    /// Errors name the file, line and key.
    static Result<Catalog> load(const QString &root);
    /// The catalog compiled into the program; a defect in it ends the program with its message.
    static const Catalog &builtIn();

    const QList<Kind> &kinds() const { return m_kinds; }      ///< by tier, then by name; without "host" and "fleet"
    const Kind *kind(QStringView name) const;                 ///< also "host" and "fleet"; null when unknown
    const Kind *kindOfSection(QStringView fleetKey) const;    ///< "games" → its kind; null for "services"
    const QList<Tier> &tiers() const { return m_tiers; }      ///< top to bottom
    const QList<Role> &roles() const { return m_roles; }
    const Role *role(QStringView name) const;
    const QList<ContainerBackend> &containerBackends() const { return m_containerBackends; }
    const QString &containerField() const { return m_containerField; } ///< the fleet's field that names the backend
    const ContainerBackend *containerBackend(QStringView name) const;

    /// The value of a field with its default: `values` of an item of that kind, else what other fields imply, else the catalog's default.
    Value effective(const Kind &kind, const Value &values, QStringView path) const;
    /// All values of an item of that kind with their defaults.
    Value effective(const Kind &kind, const Value &values) const;

private:
    friend class CatalogLoader;
    QList<Kind> m_kinds; Kind m_host, m_fleet;
    QList<Tier> m_tiers; QList<Role> m_roles;
    QString m_containerField; QList<ContainerBackend> m_containerBackends;
};

} // namespace model
