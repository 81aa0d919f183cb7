// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace model {

using namespace Qt::StringLiterals;

namespace {

Severity severityOf(const RuleSpec &rule)
{
    return rule.severity == "note"_L1      ? Severity::Note
           : rule.severity == "warning"_L1 ? Severity::Warning
                                           : Severity::Error;
}

QString sentence(const QString &words)
{
    return words.left(1).toUpper() + words.mid(1) + u'.';
}

/// All kinds with rules: those of the catalog, the host's and the fleet's.
QList<const Kind *> ruledKinds(const Catalog &catalog)
{
    QList<const Kind *> kinds{catalog.kind(u"fleet"), catalog.kind(u"host")};
    for (const Kind &kind : catalog.kinds())
        kinds += &kind;
    return kinds;
}

class RuleCheck
{
public:
    explicit RuleCheck(Findings &found) : m_found(found)
    {
        QList<const Placed *> *of = nullptr; // neighbours are often of one kind
        const auto isSame = [](const QString &a, const QString &b) { return a.constData() == b.constData() || a == b; };
        for (const Placed &item : found.topology.items) {
            if (!of || !isSame(of->last()->kind, item.kind))
                of = &m_standing[item.kind];
            *of += &item;
        }
    }

    void run(const Kind &kind, const RuleSpec &rule)
    {
        if (rule.require == "equal"_L1)
            return checkEqual(rule);
        if (rule.require == "ports-for-each"_L1)
            return checkPortsForEach(kind, rule);
        const QList<const Placed *> standing = this->standing(kind.name);
        if (rule.require == "at-least-one"_L1 && standing.isEmpty()) {
            const Placed *user = firstOf(rule.whenAny);
            if (user || rule.whenAny.isEmpty())
                add(rule, {ItemId::fleet(), {}, user ? user->id : ItemId()},
                    user ? Words::tr(" (such as %1 on %2)").arg(user->name, user->host)
                         : QString());
        } else if (rule.require == "at-most-one"_L1 && standing.size() > 1) {
            add(rule, {standing.at(1)->id, {}, standing.at(0)->id},
                Words::tr(" (%1 on %2 and %3 on %4)")
                    .arg(standing.at(0)->name, standing.at(0)->host, standing.at(1)->name,
                         standing.at(1)->host));
        }
    }

private:
    void checkEqual(const RuleSpec &rule)
    {
        const Value values = m_found.catalog.effective(*m_found.catalog.kind(u"fleet"),
                                                       m_found.fleet.settings().values);
        const auto valueOf = [&](const QString &field) {
            const QString own = values.at(field).text();
            return own.isEmpty() ? values.at(rule.elseField).text() : own;
        };
        for (const QString &field : rule.fields.mid(1)) {
            const QString first = rule.fields.first();
            if (valueOf(field) == valueOf(first))
                continue;
            const QString place = m_found.fleet.setting(field).isNull() ? first : field;
            add(rule, {ItemId::fleet(), place, {}},
                Words::tr(" (%1 is %2, %3 is %4)")
                    .arg(first, valueOf(first), field, valueOf(field)));
        }
    }

    /// A range of the fleet has a port for each item of some kinds that stands beside.
    void checkPortsForEach(const Kind &kind, const RuleSpec &rule)
    {
        const QString field = rule.fields.value(0);
        const auto range = portRange(m_found.catalog.effective(
            *m_found.catalog.kind(u"fleet"), m_found.fleet.settings().values, field));
        QHash<QString, qsizetype> users;
        for (const QString &user : rule.whenAny) {
            const QString *host = nullptr; // neighbours mostly share it
            qsizetype *count = nullptr;
            for (const Placed *item : standing(user)) {
                if (!host || *host != item->host)
                    count = &users[item->host];
                host = &item->host;
                ++*count;
            }
        }
        const Placed *worst = nullptr;
        qsizetype most = 0;
        for (const Placed *item : standing(kind.name)) {
            if (const qsizetype count = users.value(item->host); count > most) {
                most = count;
                worst = item;
            }
        }
        const qsizetype ports = range ? range->second - range->first + 1 : 0;
        if (range && worst && ports < most * rule.each)
            add(rule, {ItemId::fleet(), field, worst->id},
                Words::tr(" (%1 on %2 has %3 ports for %4)")
                    .arg(ofCatalog(kind.title), worst->host)
                    .arg(ports)
                    .arg(most));
    }

    QList<const Placed *> standing(const QString &kind) const
    {
        const auto at = m_standing.find(kind);
        return at == m_standing.end() ? QList<const Placed *>() : at->second;
    }

    const Placed *firstOf(const QStringList &kinds) const
    {
        for (const QString &kind : kinds) {
            if (const auto at = m_standing.find(kind); at != m_standing.end())
                return at->second.first();
        }
        return nullptr;
    }

    void add(const RuleSpec &rule, const Spot &spot, const QString &details)
    {
        QString text = ofCatalog(rule.message) + details + u'.';
        text[0] = text.at(0).toUpper();
        QString fix = ofCatalog(rule.fix);
        if (!fix.isEmpty())
            text += u' ' + fix.left(1).toUpper() + fix.mid(1) + u'.';
        m_found.add(rule.code, severityOf(rule), spot, text);
    }

    Findings &m_found;
    std::map<QString, QList<const Placed *>> m_standing;
};

} // namespace

QSet<QString> kindsOfRules(const Catalog &catalog)
{
    QSet<QString> kinds;
    for (const Kind *kind : ruledKinds(catalog)) {
        for (const RuleSpec &rule : kind->rules)
            kinds.unite(QSet<QString>(rule.whenAny.begin(), rule.whenAny.end())).insert(kind->name);
    }
    return kinds;
}

QList<Claim> kindsOn(const Catalog &, const Topology &topology, const PlacedHost &host)
{
    QList<Claim> kinds;
    for (const Placed *item : topology.on(host.name))
        kinds += Claim{item->kind, {}};
    return kinds;
}

/// Whether a range of the fleet has a port for each item beside that one, on hosts that were touched.
static bool hasPortsForEach(const Findings &at, const Kind &kind, const RuleSpec &rule, const QSet<QString> &hosts)
{
    const auto range = portRange(at.catalog.effective(*at.catalog.kind(u"fleet"), at.fleet.settings().values, rule.fields.value(0)));
    return !range || std::ranges::all_of(hosts, [&](const QString &name) {
        const QList<const Placed *> items = at.topology.on(name);
        const auto users = std::ranges::count_if(items, [&](const Placed *item) { return rule.whenAny.contains(item->kind); });
        return range->second - range->first + 1 >= users * rule.each || std::ranges::find(items, kind.name, &Placed::kind) == items.end();
    });
}

bool keepsRules(const Findings &at, const QSet<QString> &hosts, const Claims &kinds)
{
    const auto stands = [&](const QString &kind) { return kinds.count(kind) > 0; };
    for (const Kind *kind : ruledKinds(at.catalog)) {
        for (const RuleSpec &rule : kind->rules) {
            if (rule.require == "equal"_L1)
                continue; // of settings
            const bool isKept = rule.require == "at-least-one"_L1 ? stands(kind->name) || !(rule.whenAny.isEmpty() || std::ranges::any_of(rule.whenAny, stands))
                : rule.require == "at-most-one"_L1                ? kinds.count(kind->name) < 2
                : rule.require == "ports-for-each"_L1             ? hasPortsForEach(at, *kind, rule, hosts)
                                                                  : false;
            if (!isKept)
                return false;
        }
    }
    return true;
}

/// The rules that the catalog's own files hold.
void checkRules(Findings &found)
{
    if (!found.begin(Wide::Rules))
        return;
    RuleCheck check(found);
    for (const Kind *kind : ruledKinds(found.catalog)) {
        for (const RuleSpec &rule : kind->rules)
            check.run(*kind, rule);
    }
}

Diagnostics validate(const Fleet &fleet, const Catalog &catalog, Purpose purpose)
{
    return validate(fleet, catalog, resolve(fleet, catalog), purpose);
}

Diagnostics validate(const Fleet &fleet, const Catalog &catalog, const Topology &topology,
                     Purpose purpose)
{
    Findings found(fleet, catalog, topology, purpose);
    checkAll(found);
    return found.located(found.found());
}

void checkAll(Findings &found)
{
    for (const auto check : {checkNames, checkFields, checkServices, checkPorts, checkRules,
                             checkTopology, checkAccess, checkMesh}) {
        found.beginCheck();
        check(found);
    }
}

QList<RuleDoc> ruleDocs(const Catalog &catalog)
{
    QList<RuleDoc> docs = tableOfRules();
    for (RuleDoc &doc : docs)
        doc.mend = mendingOf(doc.code);
    for (const Kind *kind : ruledKinds(catalog)) {
        for (const RuleSpec &rule : kind->rules)
            docs += {rule.code, severityOf(rule), severityOf(rule),
                     sentence(ofCatalog(rule.message)), sentence(ofCatalog(rule.fix))};
    }
    return docs;
}

QString freshName(const Fleet &fleet, const Catalog &catalog, const QString &kindName)
{
    const Kind *kind = catalog.kind(kindName);
    const QString prefix = kind && !kind->namePrefix.isEmpty() ? kind->namePrefix : kindName + u'-';
    QSet<QString> taken;
    int last = 0;
    for (const ItemList &list : {fleet.hosts(), fleet.items()}) {
        for (const ItemPtr &item : list) {
            taken.insert(item->name);
            const QString number = item->name.mid(prefix.size());
            if (item->name.startsWith(prefix) && number.size() <= 6)
                last = std::max(last, number.toInt());
        }
    }
    for (int number = last + 1;; ++number) {
        const QString name = prefix + QString::number(number).rightJustified(2, u'0');
        if (!taken.contains(name))
            return name;
    }
}

} // namespace model
