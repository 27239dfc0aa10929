namespace Gantry.Console.Tests.Rig;

/// <summary>Where pictures of pages are kept for people to look at: <c>artifacts/console</c>.</summary>
internal static class Pictures
{
    public static string Path(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Gantry.slnx"))) folder = folder.Parent;
        return System.IO.Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts", "console", name + ".png");
    }
}
