using System.ComponentModel;
using System.Diagnostics;

namespace Gantry.Cli.Config.Writing;

/// <summary>Whether a file would go into somebody's repository: what is committed once is known for ever.</summary>
internal static class VersionControl
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Marks = [".git", ".jj", ".hg", ".svn"];

    /// <summary>The root of the work tree that takes the file; null where none does, or where it is told to leave it out.</summary>
    /// <param name="target">With all links followed. It need not be there.</param>
    public static string? Holder(string target)
    {
        for (var folder = Path.GetDirectoryName(target); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            // Without the program that knows, the file counts as taken.
            if (Marks.FirstOrDefault(mark => Path.Exists(Path.Combine(folder, mark))) is { } mark && !(mark == ".git" && GitLeavesOut(folder, target))) return folder;
        }

        return null;
    }

    private static bool GitLeavesOut(string root, string target)
    {
        using var git = new Process();
        // A file that is in the index already is not left out, whatever the rules say.
        git.StartInfo = new ProcessStartInfo("git", ["-C", root, "check-ignore", "--quiet", "--", target])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]) git.StartInfo.Environment.Remove(name);
        try
        {
            git.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }

        if (git.WaitForExit(Patience)) return git.ExitCode == 0;
        git.Kill(entireProcessTree: true);
        return false;
    }
}
