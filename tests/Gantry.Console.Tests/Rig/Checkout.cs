namespace Gantry.Console.Tests.Rig;

/// <summary>The project's own folder, above wherever the tests were built.</summary>
internal static class Checkout
{
    /// <exception cref="InvalidOperationException">The tests run outside of it.</exception>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gantry.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Gantry.slnx above {AppContext.BaseDirectory}.");
        return folder;
    }
}
