namespace Gantry.Bench;

/// <summary>The working copy that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>Its root, or null where the program was taken elsewhere.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gantry.slnx"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
