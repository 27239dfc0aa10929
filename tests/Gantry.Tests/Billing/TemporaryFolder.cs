namespace Gantry.Tests.Billing;

/// <summary>A folder on the real file system, gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gantry-journal-").FullName;

    public string[] Files(string pattern) => [.. Directory.EnumerateFiles(Path, pattern).Order()];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
