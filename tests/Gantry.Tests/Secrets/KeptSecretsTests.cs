using Gantry.Hosting;
using Gantry.Secrets;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Secrets;

/// <summary>What commands keep for their next run.</summary>
public sealed class KeptSecretsTests
{
    [Fact]
    public async Task Secret_comes_back_also_under_a_new_master_key()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var temp = new TempFolder();
        await using var folder = await DataFolder.OpenAsync(temp.Path, _ => null, TimeProvider.System, cancellation);
        var kept = new KeptSecrets(folder.Path, folder.Secrets.Seal);
        Assert.Null(kept.Read("a"));
        kept.Write("a", "first");
        kept.Write("a", "second");
        Assert.Equal("second", kept.Read("a"));

        using var rotation = SealingSetup.Rotation(folder, TimeProvider.System);
        var report = await rotation.RotateAsync(cancellation);
        Assert.True(report.Finished);
        Assert.Contains(("kept secrets", 1), report.Rewrapped);
        await using var reopened = await DataFolder.OpenAsync(temp.Path, _ => null, TimeProvider.System, cancellation);
        Assert.Equal("second", new KeptSecrets(reopened.Path, reopened.Secrets.Seal).Read("a"));
    }

    [Fact]
    public async Task File_that_was_moved_or_changed_is_as_good_as_none()
    {
        using var temp = new TempFolder();
        await using var folder = await DataFolder.OpenAsync(temp.Path, _ => null, TimeProvider.System, TestContext.Current.CancellationToken);
        var kept = new KeptSecrets(folder.Path, folder.Secrets.Seal);
        kept.Write("a", "secret");
        File.Copy(Path.Combine(kept.Path, "a.sealed"), Path.Combine(kept.Path, "b.sealed"));
        Assert.Null(kept.Read("b"));
        await File.WriteAllTextAsync(Path.Combine(kept.Path, "a.sealed"), "x", TestContext.Current.CancellationToken);
        Assert.Null(kept.Read("a"));
    }

    [Fact]
    public async Task Name_is_one_holders_at_a_time()
    {
        using var temp = new TempFolder();
        await using var folder = await DataFolder.OpenAsync(temp.Path, _ => null, TimeProvider.System, TestContext.Current.CancellationToken);
        var kept = new KeptSecrets(folder.Path, folder.Secrets.Seal);
        var held = kept.TryLock("a");
        Assert.NotNull(held);
        Assert.Null(kept.TryLock("a"));
        using (kept.TryLock("b")) held.Dispose();
        Assert.NotNull(kept.TryLock("a"));
    }
}
