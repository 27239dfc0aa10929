using Gantry.Hosting;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>What a server goes through before it opens.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Every_request_of_it_is_answered_and_nothing_of_it_stays()
    {
        var data = Directory.CreateTempSubdirectory("gantry-rehearsal-");
        try
        {
            var folder = Path.Combine(data.FullName, "warm-up");
            var statuses = await Rehearsal.PlayAsync(folder, TestContext.Current.CancellationToken);
            // Four protocols and a translation, whole and streamed, twice.
            Assert.Equal(Enumerable.Repeat(200, 20), statuses);
            await Rehearsal.RunAsync(data.FullName, TestContext.Current.CancellationToken);
            Assert.False(Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.db", SearchOption.AllDirectories).Any());
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
