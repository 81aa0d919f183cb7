// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One way to fail: a value or an Error that says what, where and what to do. Foreign exceptions end where they arise.

#include <QString>

#include <tl/expected.hpp>

namespace model {

/// What went wrong, for a person: `message` says what and where, `hint` what to do about it.
struct Error
{
    QString code;     ///< short and stable, for tests and scripts: "too-deep", "unknown-host"
    QString message;
    QString hint;

    bool operator==(const Error &) const = default;
};

template<typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(QString code, QString message, QString hint = {})
{
    return tl::make_unexpected(Error{std::move(code), std::move(message), std::move(hint)});
}

} // namespace model
