using System.Text.Json;
using Gantry.Cli;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Moving;

/// <summary>Whole reports and whole files, and what the command does beside them.</summary>
public sealed class ImportReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("new-api")]
    [InlineData("one-api")]
    [InlineData("litellm")]
    public async Task Report_and_file_are_whole(string format)
    {
        var source = await SourceAsync(format);
        var text = await RunAsync(format, source, "--out", _folder.File("gantry.yaml"));
        Assert.Equal(ExitCodes.CheckFailed, text.Code);
        Assert.Equal("Not everything could be carried over exactly: --accept-losses goes on.\n", text.Error);
        Golden.Matches($"Moving/Golden/{format}.txt", text.Output.Replace(_folder.Path, "FOLDER", StringComparison.Ordinal));
        Golden.Matches($"Moving/Golden/{format}.yaml", await File.ReadAllTextAsync(_folder.File("gantry.yaml"), TestContext.Current.CancellationToken));
        Golden.Matches($"Moving/Golden/{format}.json", (await RunAsync(format, source, "--json")).Output);
    }

    [Theory]
    [InlineData("new-api")]
    [InlineData("one-api")]
    [InlineData("litellm")]
    public async Task Secrets_are_in_their_own_file_alone_and_only_its_owner_reads_it(string format)
    {
        var written = await RunAsync(format, await SourceAsync(format), "--out", _folder.File("gantry.yaml"), "--with-secrets", "--accept-losses");
        Assert.Equal(ExitCodes.Done, written.Code);
        var secrets = await File.ReadAllTextAsync(_folder.File("gantry.env"), TestContext.Current.CancellationToken);
        Assert.Contains(HubFixtures.Canary, secrets);
        Assert.DoesNotContain(HubFixtures.Canary, written.Output + written.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(HubFixtures.Canary, await File.ReadAllTextAsync(_folder.File("gantry.yaml"), TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("gantry.env")));

        var again = await RunAsync(format, await SourceAsync(format), "--out", _folder.File("gantry.yaml"), "--with-secrets", "--accept-losses");
        Assert.Equal(ExitCodes.WrongUsage, again.Code);
        Assert.Contains("is there already: --force writes over it", again.Error);
    }

    [Fact]
    public async Task Source_without_losses_ends_with_0()
    {
        await File.WriteAllTextAsync(_folder.File("config.yaml"), """
            model_list:
              - {model_name: m, litellm_params: {model: openai/m, api_key: os.environ/OPENAI_API_KEY, input_cost_per_token: 1e-6, output_cost_per_token: 2e-6}}
            general_settings: {master_key: os.environ/MASTER}
            """, TestContext.Current.CancellationToken);
        var exact = await RunAsync("litellm", _folder.File("config.yaml"), "--credit", "5");
        Assert.Equal(ExitCodes.Done, exact.Code);
        Assert.Empty(exact.Error);
        Assert.Contains("\nVariables to set: MASTER, OPENAI_API_KEY\n", exact.Output);
        Assert.EndsWith("Nothing was written.\nEvery key sees the same models at the same prices, and nothing was lost.\n", exact.Output);
    }

    [Fact]
    public async Task List_of_LiteLlm_says_what_the_configuration_does_not()
    {
        await File.WriteAllTextAsync(_folder.File("list.json"), """
            {"gpt-4.1-mini": {"input_cost_per_token": 4e-07, "output_cost_per_token": 1.6e-06, "cache_read_input_token_cost": 1e-07, "input_cost_per_token_priority": 7e-07, "max_tokens": 1, "litellm_provider": "openai"}}
            """, TestContext.Current.CancellationToken);
        var report = JsonElement.Parse((await RunAsync("litellm", await SourceAsync("litellm"), "--prices", _folder.File("list.json"), "--json")).Output);
        var price = Assert.Single(report.GetProperty("items").EnumerateArray(), i => i.GetProperty("kind").GetString() == "price" && i.GetProperty("name").GetString() == "listed");
        Assert.Equal(("carried", "from the list: $0.40 in, $1.60 out for a million tokens"), (price.GetProperty("outcome").GetString(), price.GetProperty("detail").GetString()));
        Assert.Equal(0, report.GetProperty("keys")[0].GetProperty("different_prices").GetArrayLength());
    }

    [Theory]
    [InlineData("new-api")]
    [InlineData("litellm")]
    public async Task Applying_twice_changes_nothing_and_losses_have_to_be_accepted(string format)
    {
        string[] apply = [format, await SourceAsync(format), "--apply", "--data", _folder.File("data")];
        var refused = await RunAsync(apply);
        Assert.Equal(ExitCodes.CheckFailed, refused.Code);
        Assert.Contains("Would be applied\n  + ", refused.Output);
        Assert.Contains("nothing was applied", refused.Error);

        var first = await RunAsync([.. apply, "--accept-losses"]);
        Assert.Equal((ExitCodes.Done, ""), (first.Code, first.Error));
        Assert.Contains("\nApplied\n  + ", first.Output);
        var second = await RunAsync([.. apply, "--accept-losses"]);
        Assert.Equal(ExitCodes.Done, second.Code);
        Assert.Contains("\nApplied\n", second.Output);
        Assert.Contains("\n  unchanged\n", second.Output);
        Assert.DoesNotContain(HubFixtures.Canary, first.Output + second.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Rows_of_another_file_do_not_go_away_unless_that_is_said()
    {
        await File.WriteAllTextAsync(_folder.File("other.yaml"), "groups:\n  - {name: other}\naccounts:\n  - {email: a@b.c, keys: [{name: k, groups: [other]}]}", TestContext.Current.CancellationToken);
        string[] data = ["--data", _folder.File("data")];
        Assert.Equal(ExitCodes.Done, (await CommandAsync(["apply", "-f", _folder.File("other.yaml"), .. data])).Code);
        string[] apply = ["new-api", await SourceAsync("new-api"), "--apply", "--accept-losses", .. data];
        var refused = await RunAsync(apply);
        Assert.Equal(ExitCodes.WrongUsage, refused.Code);
        Assert.Contains("3 of its rows would go away", refused.Error);
        Assert.DoesNotContain("revoked", (await CommandAsync(["key", "list", .. data])).Output);
        Assert.Equal(ExitCodes.Done, (await RunAsync([.. apply, "--replace"])).Code);
    }

    [Fact]
    public async Task Foreign_database_is_only_read()
    {
        var source = await SourceAsync("new-api");
        var before = await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken);
        await RunAsync("new-api", source);
        Assert.Equal(before, await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken));
        Assert.Equal([source], Directory.GetFiles(_folder.Path));
    }

    private async Task<string> SourceAsync(string format)
    {
        var file = _folder.File(format == "litellm" ? "config.yaml" : "hub.db");
        if (File.Exists(file)) return file;
        if (format == "litellm") await File.WriteAllTextAsync(file, LiteLlmFixture.Text(HubFixtures.Nowhere), TestContext.Current.CancellationToken);
        else if (format == "new-api") HubFixtures.NewApi(file);
        else HubFixtures.OneApi(file);
        return file;
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => CommandAsync(["import", .. args]);

    private static async Task<(int Code, string Output, string Error)> CommandAsync(string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
