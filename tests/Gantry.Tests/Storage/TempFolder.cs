using System.Security.Cryptography;

namespace Gantry.Tests.Storage;

/// <summary>A folder of its own that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "gantry-test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        TestStore.Forget(Path);
        Directory.Delete(Path, recursive: true);
    }
}
