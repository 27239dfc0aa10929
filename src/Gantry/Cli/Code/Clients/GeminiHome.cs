using System.Text.Json.Nodes;

namespace Gantry.Cli.Code.Clients;

/// <summary>
/// A home for one run of Gemini CLI: the person's own folder by links, but for the settings, which are a copy that signs in with a key. No other
/// place would do: settings of the system must be root's, and those of a project are the project's.
/// </summary>
internal static class GeminiHome
{
    private const string Folder = ".gemini";
    private const string Settings = "settings.json";
    private const string KeyAuth = "gemini-api-key";

    // Sessions and what they may be taken back to: made here, so that they outlive the run.
    private static readonly string[] Lasting = ["tmp", "history"];

    /// <summary>What the person has set, without what would sign in otherwise.</summary>
    /// <param name="home">The person's.</param>
    /// <param name="settings">To be written.</param>
    /// <returns>Whether that differs from what the person has.</returns>
    public static bool TryChange(string home, out JsonObject settings)
    {
        settings = LooseJson.Read(Path.Combine(home, Folder, Settings)) ?? [];
        var auth = Object(Object(settings, "security"), "auth");
        var differs = auth["selectedType"]?.ToString() != KeyAuth || auth.ContainsKey("enforcedType");
        auth["selectedType"] = KeyAuth;
        auth.Remove("enforcedType");
        return differs;
    }

    /// <summary>Makes the home.</summary>
    /// <returns>Its path.</returns>
    public static string Make(string home, JsonObject settings, PrivateFiles files)
    {
        var own = Path.Combine(home, Folder);
        foreach (var name in Lasting) Directory.CreateDirectory(Path.Combine(own, name));
        var made = files.MakeFolder("gemini");
        var copy = Directory.CreateDirectory(Path.Combine(made, Folder)).FullName;
        foreach (var entry in new DirectoryInfo(own).EnumerateFileSystemInfos().Where(entry => entry.Name != Settings))
        {
            var link = Path.Combine(copy, entry.Name);
            if (entry is DirectoryInfo) Directory.CreateSymbolicLink(link, entry.FullName);
            else File.CreateSymbolicLink(link, entry.FullName);
        }

        files.Write(Path.Combine("gemini", Folder, Settings), settings.ToJsonString());
        return made;
    }

    /// <summary>Brings home what the client has written in the place of a link, or anew.</summary>
    public static void BringHome(string made, string home)
    {
        var (copy, own) = (Path.Combine(made, Folder), Path.Combine(home, Folder));
        foreach (var entry in new DirectoryInfo(copy).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null && entry.Name != Settings)) Copy(entry, Path.Combine(own, entry.Name));
    }

    private static void Copy(FileSystemInfo entry, string target)
    {
        if (entry is FileInfo file)
        {
            file.CopyTo(target, overwrite: true);
            return;
        }

        Directory.CreateDirectory(target);
        foreach (var below in ((DirectoryInfo)entry).EnumerateFileSystemInfos().Where(below => below.LinkTarget is null)) Copy(below, Path.Combine(target, below.Name));
    }

    private static JsonObject Object(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
