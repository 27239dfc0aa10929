using System.Security.Cryptography;
using Gantry.Secrets;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Secrets;

public sealed class SecretFilesTests
{
    private static readonly SealContext Here = new("t", "1", "c");

    [Fact]
    public void First_start_makes_files_for_the_owner_only()
    {
        using var folder = new TempFolder();
        SecretFiles.Open(folder.Path, _ => null);
        foreach (var name in (string[])["pepper", "master-key"])
        {
            var path = Path.Combine(folder.Path, "secrets", name);
            Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(path).Trim()).Length);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void Second_start_reads_the_same_secrets()
    {
        using var folder = new TempFolder();
        var first = SecretFiles.Open(folder.Path, _ => null);
        var second = SecretFiles.Open(folder.Path, _ => null);
        Assert.Equal(first.Hasher.Hash("sk-x"), second.Hasher.Hash("sk-x"));
        Assert.Equal("s", second.Seal.Open(first.Seal.Seal("s", Here), Here));
    }

    [Fact]
    public async Task Many_starts_at_once_agree()
    {
        using var folder = new TempFolder();
        var opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            await Task.Yield();
            return SecretFiles.Open(folder.Path, _ => null).Hasher.Hash("sk-x");
        }));
        Assert.Single(opened.Distinct());
        Assert.Equal(["lock", "master-key", "pepper"], Directory.GetFiles(Path.Combine(folder.Path, "secrets")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Environment_overrides_files_and_leaves_none()
    {
        using var folder = new TempFolder();
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var secrets = SecretFiles.Open(folder.Path, _ => key);
        Assert.Equal(new KeyHasher(Convert.FromBase64String(key)).Hash("sk-x"), secrets.Hasher.Hash("sk-x"));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "secrets")));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void Wrong_value_is_refused_without_being_shown(string value)
    {
        using var folder = new TempFolder();
        var refused = Assert.Throws<SecretFileException>(() => SecretFiles.Open(folder.Path, n => n == SecretFiles.PepperVariable ? value : null));
        Assert.Contains("GANTRY_PEPPER", refused.Message);
        Assert.DoesNotContain(value, refused.Message);
    }
}
