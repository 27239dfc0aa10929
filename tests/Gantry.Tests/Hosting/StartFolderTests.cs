using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Hosting;

public sealed class StartFolderTests
{
    [Fact]
    public async Task Settings_of_another_program_in_the_folder_of_the_start_change_nothing()
    {
        await using var installation = await Installation.CreateAsync("sim-text-n2");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder.File("appsettings.json"),
            """{"Kestrel": {"Endpoints": {"Http": {"Url": "ftp://not-a-place"}}}, "GANTRY_LOG": "json"}""",
            TestContext.Current.CancellationToken);

        await using var server = await GantryProcess.ServeAsync(installation.Data, installation.Config, folder: folder.Path);

        Assert.Equal("ready", await installation.Http.GetStringAsync(new Uri(server.Address, "/readyz"), TestContext.Current.CancellationToken));
    }
}
