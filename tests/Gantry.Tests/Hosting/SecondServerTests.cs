using Gantry.Cli;
using Xunit;

namespace Gantry.Tests.Hosting;

public sealed class SecondServerTests
{
    [Fact]
    public async Task Second_server_on_a_folder_is_refused_and_the_first_serves_on()
    {
        await using var installation = await Installation.CreateAsync("sim-text-n2");
        await using var first = await installation.ServeAsync();

        var (exitCode, said) = await GantryProcess.RunOnAsync(installation.Data, "serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal(ExitCodes.ConfigurationRefused, exitCode);
        Assert.Matches(@"error: Another gantry server \(process \d+\) already uses the data folder .*--data", said);
        Assert.Equal("ready", await installation.Http.GetStringAsync(new Uri(first.Address, "/readyz"), TestContext.Current.CancellationToken));
    }
}
