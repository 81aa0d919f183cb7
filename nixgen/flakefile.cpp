// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/flakefile.h"

#include <map>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

/// What a secrets backend adds to a flake.
struct SecretsInput
{
    QString backend, input, url, module;
};

const SecretsInput *secretsInput(const QString &backend)
{
    static const QList<SecretsInput> known{
        {u"sops"_s, u"sops-nix"_s, u"github:Mic92/sops-nix"_s, u"nixosModules.sops"_s},
        {u"agenix"_s, u"agenix"_s, u"github:ryantm/agenix"_s, u"nixosModules.default"_s}};
    for (const SecretsInput &input : known) {
        if (input.backend == backend)
            return &input;
    }
    return nullptr;
}

Expr inputs(const Context &context, const SecretsInput *secrets)
{
    std::map<QString, Expr> urls;
    if (secrets)
        urls[secrets->input] = text(secrets->url).from(fleetOrigin(u"secrets.backend"_s));
    const QString nixpkgs = u"nixpkgs"_s;
    const model::Value fallback = context.fleetKind().defaults.at(u"inputs.nixpkgs");
    urls[nixpkgs] = text(fallback.text()).from(fleetOrigin(u"inputs"_s));
    for (const auto &[input, url] : context.settings.at(u"inputs").map())
        urls[input] = text(url.text()).from(fleetOrigin(u"inputs"_s));
    Bindings bindings;
    for (const auto &[input, url] : urls) {
        bindings.append({{input, u"url"_s}, url});
        if (input != nixpkgs)
            bindings.append({{input, u"inputs"_s, nixpkgs, u"follows"_s}, text(nixpkgs)});
    }
    return attrs(bindings);
}

Expr configuration(const QString &host, const SecretsInput *secrets)
{
    QList<Expr> modules{path(u"./hosts/%1.nix"_s.arg(host))};
    if (secrets)
        modules.prepend(name(secrets->input + u'.' + secrets->module));
    const Expr system =
        call(name(u"nixpkgs.lib.nixosSystem"_s), {attrs({{{u"modules"_s}, list(modules)}})});
    return system.from(origin(model::ItemId::host(host)));
}

} // namespace

Binding flakeHost(const Context &context, const QString &host)
{
    return {{host}, configuration(host, secretsInput(context.settings.at(u"secrets.backend").text()))};
}

Expr flakeFile(const Context &context)
{
    const SecretsInput *secrets = secretsInput(context.settings.at(u"secrets.backend").text());
    QStringList hosts = configuredHosts(context.topology);
    hosts.sort();
    Attrs systems;
    for (const QString &host : hosts)
        systems.bindings.append({{host}, configuration(host, secrets)});
    const Expr outputs =
        Function{secrets ? QStringList{u"nixpkgs"_s, secrets->input} : QStringList{u"nixpkgs"_s},
                 true,
                 {},
                 attrs({{{u"nixosConfigurations"_s}, systems}})};
    const QString title = u"The fleet "_s + context.settings.at(u"name").text();
    const QString header =
        wrapped(title + u": one NixOS configuration per host."_s) + u'\n' + writtenBy();
    return attrs({{{u"description"_s}, text(title).from(fleetOrigin(u"name"_s))},
                  {{u"inputs"_s}, inputs(context, secrets).spaced()},
                  {{u"outputs"_s}, outputs.spaced()}})
        .noted(header)
        .from(fleetOrigin());
}

} // namespace nixgen
