// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/adoption.h"

#include "model/adopting.h"
#include "model/recognise.h"
#include "model/words.h"


#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString shown(const Field &field, const Value &value)
{
    return value.isNull() ? QString() : valueText(field, value);
}

QString titleOf(const ItemId &item, const Kind &kind, const Field &field)
{
    if (kind.name == u"host")
        return field.title;
    const QString whose = item == ItemId::fleet() ? kind.title : u"%1 %2"_s.arg(kind.title, item.text().section(u'/', 1));
    return u"%1 · %2"_s.arg(item.text().endsWith(u'/' + kind.name) ? kind.title : whose, field.title);
}

bool isSameImage(const QString &one, const QString &other)
{
    const ImageParts a = imageParts(one), b = imageParts(other);
    return a.name == b.name && a.tag == b.tag && a.digest == b.digest;
}

/// Keeps what can be applied in its turn; what cannot becomes a warning that says why.
Adoption applicable(const Fleet &fleet, const Catalog &catalog, Adoption all)
{
    Adoption kept{all.host, {}, all.notes};
    Fleet now = fleet;
    for (Proposal &proposal : all.proposals) {
        const auto missing = [&](const QString &id) { return !kept.find(id); };
        if (std::ranges::any_of(proposal.needs, missing))
            continue;
        const auto after = apply(now, catalog, EditStep{proposal.title, proposal.edits});
        if (!after) {
            kept.notes.append({true, Words::tr("%1 cannot be taken over: %2").arg(proposal.title, after.error().message)});
            continue;
        }
        now = *after;
        kept.proposals.append(std::move(proposal));
    }
    return kept;
}

/// What sets fields of a host that the step adds goes into its entry.
bool folded(QList<Edit> &edits, const Edit &edit)
{
    const auto *set = std::get_if<SetField>(&edit);
    for (Edit &earlier : edits) {
        auto *add = std::get_if<AddItem>(&earlier);
        if (!set || !add || set->item != ItemId(add->kind + u'/' + add->name))
            continue;
        const auto isIt = [&](const std::pair<QString, Value> &entry) { return entry.first == set->field; };
        add->values.removeIf(isIt);
        add->values.append({set->field, set->value});
        return true;
    }
    return false;
}

} // namespace

QString certaintyName(Certainty certainty)
{
    static const std::array names{u"certain"_s, u"likely"_s, u"guess"_s};
    return names.at(size_t(certainty));
}

const Proposal *Adoption::find(const QString &id) const
{
    const auto at = std::ranges::find(proposals, id, &Proposal::id);
    return at == proposals.end() ? nullptr : &*at;
}

Adopting::Adopting(const Fleet &theFleet, const Catalog &theCatalog, const RunningHost &host, const AdoptAs &how)
    : fleet(theFleet), catalog(theCatalog), running(host), as(how), topology(resolve(theFleet, theCatalog)),
      hostId(ItemId::host(how.host)), isNewHost(!theFleet.host(how.host))
{
    result.host = how.host;
}

Value Adopting::hostWritten() const
{
    const ItemPtr host = fleet.host(as.host);
    return host ? host->values : Value(ValueMap());
}

Value Adopting::hostValue(QStringView field) const
{
    return catalog.effective(hostKind(), hostWritten(), field);
}

std::optional<Value> Adopting::read(const Kind &kind, const QString &field, const QString &told)
{
    const Field *known = kind.field(field);
    if (!known || told.isEmpty())
        return std::nullopt;
    const Result<Value> value = parseValue(*known, told);
    if (value)
        return *value;
    warn(Words::tr("the host says “%1” for %2, which does not fit: %3").arg(told.left(80), known->title, value.error().message));
    return std::nullopt;
}

void Adopting::offerField(const ItemId &item, const Kind &kind, const Value &written, const QString &field,
                          const QString &told, const Source &source)
{
    const std::optional<Value> value = read(kind, field, told);
    if (!value)
        return;
    const Field &known = *kind.field(field);
    const Value said = written.at(field);
    const Value now = catalog.effective(kind, written, field);
    if (shown(known, now) == shown(known, *value) || (known.type == FieldType::Image && isSameImage(now.text(), told)))
        return;
    Proposal proposal;
    proposal.id = item.text() + u'.' + field;
    proposal.title = titleOf(item, kind, known);
    proposal.before = shown(known, now);
    proposal.after = shown(known, *value);
    proposal.reason = source.reason;
    proposal.certainty = source.certainty;
    proposal.needs = source.needs;
    if (!said.isNull())
        proposal.conflict = Words::tr("the fleet says %1").arg(shown(known, said));
    proposal.edits = {SetField{item, field, *value}};
    offer(proposal);
}

void Adopting::offerHostField(const QString &field, const QString &told, const Source &source)
{
    Source whole = source;
    whole.needs += hostNeeds();
    offerField(hostId, hostKind(), hostWritten(), field, told, whole);
}

void Adopting::offer(Proposal proposal)
{
    if (!result.find(proposal.id))
        result.proposals.append(std::move(proposal));
}

Adoption propose(const Fleet &fleet, const Catalog &catalog, const RunningHost &running, const AdoptAs &as)
{
    Adopting adopting(fleet, catalog, running, as);
    adoptHost(adopting);
    adoptServices(adopting);
    adoptShared(adopting);
    return applicable(fleet, catalog, std::move(adopting.result));
}

QStringList safeProposals(const Adoption &adoption)
{
    QStringList ids;
    for (const Proposal &proposal : adoption.proposals) {
        if (proposal.isSafe())
            ids.append(proposal.id);
    }
    return acceptable(adoption, ids);
}

QStringList acceptable(const Adoption &adoption, const QStringList &ids)
{
    QStringList kept;
    for (const Proposal &proposal : adoption.proposals) {
        const auto isMissing = [&](const QString &id) { return !kept.contains(id); };
        if (ids.contains(proposal.id) && std::ranges::none_of(proposal.needs, isMissing))
            kept.append(proposal.id);
    }
    return kept;
}

EditStep acceptedStep(const Adoption &adoption, const QStringList &ids)
{
    EditStep step{Words::tr("Adopt %1").arg(adoption.host), {}};
    const QStringList kept = acceptable(adoption, ids);
    for (const QString &id : kept) {
        for (const Edit &edit : adoption.find(id)->edits) {
            if (!folded(step.edits, edit))
                step.edits.append(edit);
        }
    }
    return step;
}

QHash<QString, QByteArray> acceptedFiles(const Adoption &adoption, const QStringList &ids)
{
    QHash<QString, QByteArray> files;
    const QStringList kept = acceptable(adoption, ids);
    for (const QString &id : kept) {
        if (const Proposal &proposal = *adoption.find(id); !proposal.file.isEmpty())
            files.insert(proposal.file, proposal.content);
    }
    return files;
}

} // namespace model
