// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Asks whether to trust an unknown host key, with its fingerprint; tells, and never asks, when a known one changed.

#include "remote/target.h"

#include <QWidget>

#include <functional>

namespace gui {

class HostKeyDialog
{
public:
    /// Does not block: `answer` is called when the person decided (false for a changed key).
    static void ask(const remote::HostKeyQuestion &question, QWidget *parent, std::function<void(bool)> answer);
};

} // namespace gui
