// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The findings about a fleet under edit: always those of validate(), but only what touched hosts can change is checked again.

#include "model/resolution.h"
#include "model/validate.h"

#include <memory>

namespace model {

class Findings;
struct Found;
enum class Wide;

class Validation
{
public:
    explicit Validation(const Catalog &catalog);
    ~Validation();

    const Diagnostics &diagnostics() const { return m_diagnostics; }
    /// Makes them those of that fleet; `topology` and `touched` are from a Resolution that has followed it.
    void follow(const Fleet &fleet, const Topology &topology, const Touched &touched);

private:
    QSet<QString> scopeOf(const Fleet &fleet, const Topology &topology, const Touched &touched) const;
    void mention(const ItemList &hosts, const ItemList &items);
    QSet<Wide> unchanged(const Findings &found, const Touched &touched) const;
    QList<Found> keep(const Findings &found, const QSet<Wide> &unchanged);

    struct Known;
    const Catalog &m_catalog;
    std::unique_ptr<Known> m_known;
    Diagnostics m_diagnostics;
};

} // namespace model
