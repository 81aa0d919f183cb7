// SPDX-License-Identifier: GPL-3.0-or-later
// What one host tells of settings that the whole fleet shares: the domain of its names, the ports
// of a relay, and what its firewall opens for everybody.

#include "model/adopting.h"
#include "model/recognise.h"
#include "model/words.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

class Shared
{
public:
    explicit Shared(Adopting &adopting)
        : m(adopting), m_host(recognise(adopting.running, adopting.catalog))
    {}

    void run()
    {
        domain();
        for (const Recognised &found : m_host.known) {
            for (const PortSpec &port : found.kind->ports) {
                if (!port.fleetField.isEmpty())
                    range(*found.kind, port);
                if (!port.publicWhen.empty())
                    m_seen[port.publicWhen] += isOpen(found, port);
            }
        }
        for (const auto &[condition, open] : m_seen)
            access(condition, open > 0);
    }

private:
    void offer(const QString &field, const QString &told, const Adopting::Source &source)
    {
        m.offerField(ItemId::fleet(), *m.catalog.kind(u"fleet"), m.fleet.settings().values, field,
                     told, source);
    }

    /// Names as the catalog makes them, to be found again.
    QList<QRegularExpression> patterns() const
    {
        QStringList forms;
        for (const Kind &kind : m.catalog.kinds()) {
            for (const DnsSpec &dns : kind.dns)
                forms.append(dns.name);
            for (const RouteSpec &route : kind.routes)
                forms.append(route.name);
        }
        forms.removeDuplicates();
        QList<QRegularExpression> all;
        for (const QString &form : std::as_const(forms)) {
            if (!form.contains("{fleet.domain}"_L1))
                continue;
            QString pattern = QRegularExpression::escape(form);
            pattern.replace(u"\\{fleet\\.domain\\}"_s, u"(?<domain>.+)"_s);
            pattern.replace(QRegularExpression(u"\\\\\\{[a-z.\\\\|-]+\\\\\\}"_s), u"[a-z0-9-]+"_s);
            all.append(QRegularExpression(QRegularExpression::anchoredPattern(pattern)));
        }
        return all;
    }

    void domain()
    {
        QMap<QString, QStringList> names; // by domain
        QStringList others;
        const QList<QRegularExpression> all = patterns();
        for (const QString &name : m.running.names) {
            QString under;
            for (const QRegularExpression &pattern : all) {
                const QString domain = pattern.match(name).captured(u"domain"_s);
                if (under.isEmpty() || (!domain.isEmpty() && domain.size() < under.size()))
                    under = domain; // "c01.stream.example.com" fits "{name}.stream.…" better than
                                    // anything longer
            }
            under.isEmpty() ? others.append(name) : names[under].append(name);
        }
        const auto most = std::max_element(
            names.cbegin(), names.cend(),
            [](const QStringList &a, const QStringList &b) { return a.size() < b.size(); });
        if (most != names.cend())
            offer(u"domain"_s, most.key(),
                  {Words::tr("it serves %1").arg(most->join(u", ")), Certainty::Certain});
        for (auto it = names.cbegin(); it != names.cend(); ++it) {
            if (it != most)
                others += *it;
        }
        if (!others.isEmpty())
            m.note(Words::tr("it also serves %1, which no service of the fleet does: a deploy ends that "
                      "unless a module of “imports” has it")
                       .arg(others.join(u", ")));
    }

    /// A process that says which ports it uses is the one by which the kind is known.
    void range(const Kind &kind, const PortSpec &port)
    {
        for (const auto &[process, field] : kind.recognise.listens) {
            if (const QString told = m.running.ranges.value(process); !told.isEmpty())
                offer(port.fleetField, told,
                      {Words::tr("the configuration of %1 says so").arg(process), Certainty::Certain});
        }
    }

    bool isOpen(const Recognised &found, const PortSpec &port) const
    {
        const auto told = readFields(found, m.running);
        const auto known = told.find(port.field);
        const int number = known == told.end() ? 0 : known->second.toInt();
        const QString protocol = port.protocol == Protocol::Udp ? u"udp"_s : u"tcp"_s;
        return std::ranges::any_of(m.running.open, [&](const OpenPorts &each) {
            return each.protocol == protocol && each.first <= number && number <= each.last;
        });
    }

    /// Whether what the fleet can open to everybody is open.
    void access(const Condition &condition, bool isOpenNow)
    {
        const auto &[path, value] = *condition.begin();
        const QString field = path.startsWith("fleet."_L1) ? path.mid(6) : QString();
        const Kind &fleetKind = *m.catalog.kind(u"fleet");
        const Field *known = fleetKind.field(field);
        if (!m.running.knowsFirewall || condition.size() != 1 || !known)
            return;
        const bool saysOpen =
            m.catalog.effective(fleetKind, m.fleet.settings().values, field).text() == value;
        if (isOpenNow)
            offer(field, value,
                  {Words::tr("its firewall opens their ports for everybody"), Certainty::Certain});
        else if (saysOpen)
            offer(field, known->fallback.text(),
                  {Words::tr("its firewall opens none of their ports for everybody"), Certainty::Likely});
    }

    Adopting &m;
    RecognisedHost m_host;
    std::map<Condition, int> m_seen; ///< what makes ports public → how many of them are open
};

} // namespace

void adoptShared(Adopting &adopting)
{
    Shared(adopting).run();
}

} // namespace model
