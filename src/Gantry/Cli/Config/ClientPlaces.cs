using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>Where clients look for their files on this machine, and where ours are.</summary>
internal sealed class ClientPlaces(ConfigContext context)
{
    private bool IsWindows => context.System == ClientSystem.Windows;

    /// <summary>The originals of files that were written.</summary>
    public string Kept => Path.Combine(
        IsWindows ? Set("LOCALAPPDATA") ?? Path.Combine(context.Home, "AppData", "Local") : Set("XDG_STATE_HOME") ?? Path.Combine(context.Home, ".local", "state"), "gantry", "config");

    /// <summary>A file of ours that sets a client's variables when a shell reads it.</summary>
    public string Variables(string client) => Path.Combine(
        IsWindows ? Set("APPDATA") ?? Path.Combine(context.Home, "AppData", "Roaming") : Set("XDG_CONFIG_HOME") ?? Path.Combine(context.Home, ".config"),
        "gantry", client + (IsWindows ? ".ps1" : ".sh"));

    /// <summary>The place that a recipe means.</summary>
    /// <param name="path">As the recipe writes it: below the person's folder, or in the folder of a program, which is the working one.</param>
    public string Find(string path)
    {
        var below = path.StartsWith("~/", StringComparison.Ordinal) ? path[2..]
            : path.StartsWith(@"%USERPROFILE%\", StringComparison.Ordinal) ? path[@"%USERPROFILE%\".Length..].Replace('\\', '/')
            : null;
        if (below is null) return Path.GetFullPath(path, context.Current);
        // Each client has a variable that moves its folder.
        var place = Moved(below, ".claude/", "CLAUDE_CONFIG_DIR") ?? Moved(below, ".codex/", "CODEX_HOME") ?? Moved(below, ".config/", "XDG_CONFIG_HOME")
            ?? Path.Combine([context.Home, .. below.Split('/')]);
        // OpenCode takes either name.
        return Path.GetFileName(place) == "opencode.json" && !File.Exists(place) && File.Exists(place + "c") ? place + "c" : place;
    }

    /// <summary>As a person says it.</summary>
    public string Shown(string path) => path.StartsWith(context.Home + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !IsWindows ? "~" + path[context.Home.Length..] : path;

    private string? Moved(string below, string folder, string variable) =>
        below.StartsWith(folder, StringComparison.Ordinal) && Set(variable) is { } place ? Path.Combine([Path.GetFullPath(place, context.Current), .. below[folder.Length..].Split('/')]) : null;

    private string? Set(string variable) => context.Variable(variable) is { Length: > 0 } value ? value : null;
}
