namespace Gantry.Contracts.Connect;

/// <summary>Steps that many recipes share.</summary>
internal static class Steps
{
    public static readonly IReadOnlyList<ClientSystem> Everywhere = [ClientSystem.MacOs, ClientSystem.Linux, ClientSystem.Windows];

    public static readonly Told Answered = new("An answer, and this page turns green.", "得到回答，并且本页变为绿色。");

    public static RecipeStep Command(Told what, string text, Told? see = null) => new(what) { Snippet = new Snippet { Kind = SnippetKind.Command, Text = text }, See = see };

    public static RecipeStep Shell(Told what, string text, Told? see = null) => new(what) { Snippet = new Snippet { Kind = SnippetKind.Shell, Text = text }, See = see };

    public static RecipeStep File(Told what, string path, string text, Told? see = null) => new(what) { Snippet = new Snippet { Kind = SnippetKind.File, Path = path, Text = text }, See = see };

    public static RecipeStep Code(Told what, string text, Told? see = null) => new(what) { Snippet = new Snippet { Kind = SnippetKind.Code, Text = text }, See = see };

    public static RecipeStep Form(Told what, Told? see, params (string Label, string Value)[] fields) =>
        new(what) { Snippet = new Snippet { Kind = SnippetKind.Fields, Fields = [.. fields.Select(field => new FormEntry(field.Label, field.Value))] }, See = see };

    public static RecipeStep Install(string command) => Command(new("Install it, if it is not there yet:", "如尚未安装，先安装："), command);

    /// <summary>Variables last as long as the window they were set in.</summary>
    public static Told Variables(ClientSystem system) => system == ClientSystem.Windows
        ? new("Set these variables in PowerShell. They last until the window closes: put them into your $PROFILE to keep them.", "在 PowerShell 中设置这些变量。关闭窗口后失效；如需保留，请写入 $PROFILE。")
        : new($"Set these variables in the terminal. They last until it closes: put them into {(system == ClientSystem.MacOs ? "~/.zshrc" : "~/.bashrc")} to keep them.",
            $"在终端中设置这些变量。关闭终端后失效；如需保留，请写入 {(system == ClientSystem.MacOs ? "~/.zshrc" : "~/.bashrc")}。");

    public static Told FileOf(string path) => new($"Put this into {path}. If the file is there already, merge it in.", $"写入 {path}。如文件已存在，请合并内容。");

    public static RecipeStep Ask(Told? what = null) => new(what ?? new("Ask it something short.", "向它提一个简短的问题。")) { See = Answered };
}
