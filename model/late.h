// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A shared library that most runs of a program never use: it is loaded when a function of it is first called, so that no start waits
// for it and for what it needs itself.

#include <QString>

#include <atomic>

namespace model {

class LateLibrary
{
public:
    /// `file`: as the dynamic linker knows it, e.g. libssh.so.4.
    explicit constexpr LateLibrary(const char *file) : m_file(file) {}

    /// Why it cannot be loaded, in the dynamic linker's words; empty when it is there.
    QString problem() const;
    /// A function of it. Without library or function the program ends, as it would not have started with both linked in.
    void *find(const char *function) const;

private:
    const char *m_file;
};

template <typename Function>
class Late;

/// Called like the function that it stands for; any thread may be the first.
template <typename Result, typename... Arguments>
class Late<Result(Arguments...)>
{
public:
    constexpr Late(const LateLibrary &library, const char *name) : m_library(library), m_name(name) {}

    Result operator()(Arguments... arguments) const
    {
        Result (*function)(Arguments...) = m_function.load(std::memory_order_acquire);
        if (!function) {
            function = reinterpret_cast<Result (*)(Arguments...)>(m_library.find(m_name));
            m_function.store(function, std::memory_order_release);
        }
        return function(arguments...);
    }

private:
    const LateLibrary &m_library;
    const char *m_name;
    mutable std::atomic<Result (*)(Arguments...)> m_function{nullptr};
};

} // namespace model
