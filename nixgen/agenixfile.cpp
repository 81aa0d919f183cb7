// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/agenixfile.h"

#include "model/secrets.h"
#include "nixgen/recipients.h"

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

/// operator1, operator2, …: each with its key.
Bindings operatorsOf(const Context &context)
{
    Bindings operators;
    for (const Recipient &recipient : operatorRecipients(context.fleet, context.catalog)) {
        const QString number = u"operator%1"_s.arg(operators.size() + 1);
        operators.append(
            {{number},
             text(recipient.key).noted(recipient.who).from(fleetOrigin(u"secrets.operators"_s))});
    }
    return operators;
}

Binding ruleOf(const Context &context, const model::Secret &secret, const Bindings &operators)
{
    QList<Expr> keys;
    QStringList without;
    for (const Binding &binding : operators)
        keys.append(name(binding.path.first()));
    for (const QString &host : secret.readers) {
        if (hostRecipient(context.fleet, context.catalog, *context.topology.host(host)))
            keys.append(Select{name(u"hosts"_s), {host}});
        else
            without.append(host);
    }
    Expr value = list(keys);
    if (!without.isEmpty())
        value =
            value.noted(u"Not yet for %1: the host-key is not known."_s.arg(without.join(u", "_s)));
    return {{secret.file, u"publicKeys"_s}, value.from(fleetOrigin(u"secrets"_s))};
}

} // namespace

bool usesAgenix(const model::Fleet &fleet, const model::Catalog &catalog)
{
    return secretsBackend(fleet, catalog) == "agenix"_L1;
}

Expr agenixFile(const Context &context)
{
    Bindings hosts, rules, variables = operatorsOf(context);
    const Bindings operators = variables;
    QStringList names = configuredHosts(context.topology);
    names.sort();
    for (const QString &host : names) {
        const auto recipient =
            hostRecipient(context.fleet, context.catalog, *context.topology.host(host));
        if (recipient)
            hosts.append(
                {{host},
                 text(recipient->key).from(origin(model::ItemId::host(host), u"host-key"_s))});
    }
    for (const model::Secret &secret :
         model::secretsOf(context.fleet, context.catalog, context.topology))
        rules.append(ruleOf(context, secret, operators));
    if (!hosts.isEmpty())
        variables.append({{u"hosts"_s}, attrs(hosts)});
    const Expr body = attrs(rules);
    return (variables.isEmpty() ? body : Expr(Let{variables, body}))
        .noted(wrapped(u"Who can read which secret: the operators, and the hosts that need it. "
                       u"agenix reads this file "
                       "when secrets are edited; no host does."_s)
               + u'\n' + writtenBy())
        .from(fleetOrigin(u"secrets"_s));
}

} // namespace nixgen
