// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/late.h"

#include <dlfcn.h>

namespace model {

/// Never closed again: its functions are kept.
static void *load(const char *file)
{
    return dlopen(file, RTLD_NOW | RTLD_LOCAL);
}

QString LateLibrary::problem() const
{
    return load(m_file) ? QString() : QString::fromLocal8Bit(dlerror());
}

void *LateLibrary::find(const char *function) const
{
    void *library = load(m_file);
    void *found = library ? dlsym(library, function) : nullptr;
    if (!found)
        qFatal("%s", dlerror());
    return found;
}

} // namespace model
