// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Syntax colours for the preview: KSyntaxHighlighting where the build has it, plain text else. The one file that knows the library.

#include <QString>

#include <memory>

class QTextDocument;

namespace gui {

class Highlight
{
public:
    explicit Highlight(QTextDocument *document);
    ~Highlight();

    void setFile(const QString &path); ///< chooses the language by the file's name
    void setDark(bool dark);
    static bool isAvailable();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gui
