using System.Text.Json;
using Gantry.Cli;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli;

public sealed class PriceCommandTests : IDisposable
{
    private const string List = """{"m": {"litellm_provider": "openai", "input_cost_per_token": 1.1e-06, "output_cost_per_token": 9e-06}, "n": {"litellm_provider": "openai", "input_cost_per_token": 1e-06}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Price_is_set_shown_and_remembered()
    {
        await ApplyAsync();
        var set = await RunAsync("price", "set", "m", "input=1.5", "cache_read=0.1", "tiers.flex.input=0.75");
        Assert.Equal(ExitCodes.Done, set.Code);
        Assert.Contains("~ input 1.00 -> 1.50 (+50.00 %)\n", set.Output);
        Assert.Contains("applying it again brings that back", set.Output);
        var shown = JsonElement.Parse((await RunAsync("price", "show", "alias", "--json")).Output)[0];
        Assert.Equal(("hand", "m"), (shown.GetProperty("source").GetString(), shown.GetProperty("model").GetString()));
        Assert.Contains(shown.GetProperty("prices").EnumerateArray(), l => l.GetProperty("service_tier").GetString() == "flex" && l.GetProperty("usd").GetString() == "0.75");
        Assert.Equal(2, JsonElement.Parse((await RunAsync("price", "history", "m", "--json")).Output).GetArrayLength());
        Assert.Contains("cache_read", (await RunAsync("price", "list")).Output);
        await RunAsync("price", "set", "m", "cache_read=none", "tiers.flex.input=none");
        Assert.DoesNotContain("flex", (await RunAsync("price", "show", "m")).Output);
        await RunAsync("price", "set", "m", "free=true");
        Assert.Contains("    free\n", (await RunAsync("price", "show", "m")).Output);
    }

    [Theory]
    [InlineData("inputt=3", "unknown key 'inputt' in price; did you mean 'input'?")]
    [InlineData("input", "is no figure such as input=3")]
    [InlineData("input=a", "is not a decimal number")]
    [InlineData("input=0 output=0", "costs nothing, but does not say so")]
    public async Task Figure_that_makes_no_sense_is_refused_and_nothing_is_written(string figures, string reason)
    {
        await ApplyAsync();
        var refused = await RunAsync(["price", "set", "m", .. figures.Split(' ')]);
        Assert.Equal(ExitCodes.WrongUsage, refused.Code);
        Assert.Contains(reason, refused.Error);
        Assert.Equal(1, JsonElement.Parse((await RunAsync("price", "history", "m", "--json")).Output).GetArrayLength());
    }

    [Fact]
    public async Task Import_writes_nothing_until_it_is_accepted_and_large_changes_not_even_then()
    {
        await ApplyAsync();
        await File.WriteAllTextAsync(_folder.File("list.json"), List, TestContext.Current.CancellationToken);
        var proposed = await RunAsync("price", "import", "--from", "litellm", _folder.File("list.json"));
        Assert.Contains("~ output 2.00 -> 9.00 (+350.00 %)   <- look twice\n", proposed.Output);
        Assert.Contains("Nothing was written", proposed.Output);
        var accepted = await RunAsync("price", "import", "--from", "litellm", _folder.File("list.json"), "--accept");
        Assert.Equal(ExitCodes.CheckFailed, accepted.Code);
        Assert.Contains("need --accept-large", accepted.Output);
        Assert.Equal(1, JsonElement.Parse((await RunAsync("price", "history", "m", "--json")).Output).GetArrayLength());
        var json = JsonElement.Parse((await RunAsync("price", "import", "--from", "litellm", _folder.File("list.json"), "--accept", "--accept-large", "--json")).Output);
        Assert.True(json[0].GetProperty("written").GetBoolean());
        Assert.Contains("import", (await RunAsync("price", "show", "m")).Output);
        Assert.Contains("no difference", (await RunAsync("price", "import", "--from", "litellm", _folder.File("list.json"))).Output);
    }

    [Fact]
    public async Task List_that_is_none_is_refused()
    {
        await File.WriteAllTextAsync(_folder.File("list.json"), "[1]", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("price", "import", "--from", "models.dev", _folder.File("list.json"))).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("price", "import", "--from", "elsewhere", _folder.File("list.json"))).Code);
    }

    private async Task ApplyAsync()
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), "models: [{id: m, aliases: [alias], price: {input: 1, output: 2}}]", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", _folder.File("gantry.yaml"))).Code);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        output.NewLine = error.NewLine = "\n";
        var code = await GantryCommand.RunAsync([.. args, "--data", _folder.File("data")], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
