using System.Text.Json;
using Gantry.Cli;
using Gantry.Secrets;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli;

public sealed class StoreCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Apply_reports_what_it_did_and_that_a_second_time_did_nothing()
    {
        await WriteAsync("groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c, keys: [{name: k, groups: [g]}]}");
        var first = await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        Assert.Equal(ExitCodes.Done, first.Code);
        Assert.Contains("+ group g\n", first.Output);
        Assert.Contains("Key a@b.c/k, shown this once:\nsk-", first.Output);
        var second = await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        Assert.EndsWith("unchanged\n", second.Output);
        Assert.DoesNotContain("shown this once", second.Output);
    }

    [Fact]
    public async Task Refused_file_exits_78_with_every_reason()
    {
        await WriteAsync("groups:\n  - {name: auto}\nmodel: []\nupstreams:\n  - {name: u, provider: nobody}");
        var refused = await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        Assert.Equal(ExitCodes.ConfigurationRefused, refused.Code);
        Assert.Empty(refused.Output);
        Assert.Contains("gantry.yaml:2:12: error: ", refused.Error);
        Assert.Contains("gantry.yaml:3:1: error: unknown key 'model' in the file; did you mean 'models'?", refused.Error);
        Assert.Contains("gantry.yaml:5:25: error: ", refused.Error);
    }

    [Fact]
    public async Task Missing_file_exits_78() =>
        Assert.Equal(ExitCodes.ConfigurationRefused, (await RunAsync("apply", "-f", _folder.File("none.yaml"))).Code);

    [Fact]
    public async Task Dry_run_shows_no_key_that_will_not_exist()
    {
        await WriteAsync("groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c, keys: [{name: k, groups: [g]}]}");
        var dry = await RunAsync("apply", "-f", _folder.File("gantry.yaml"), "--dry-run");
        Assert.Contains("+ key a@b.c/k", dry.Output);
        Assert.DoesNotContain("sk-", dry.Output);
        Assert.Empty(JsonDocument.Parse((await RunAsync("key", "list", "--json")).Output).RootElement.EnumerateArray());
    }

    [Fact]
    public async Task Json_report_is_json()
    {
        await WriteAsync("groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c, keys: [{name: k, groups: [g]}]}");
        var report = JsonDocument.Parse((await RunAsync("apply", "-f", _folder.File("gantry.yaml"), "--json")).Output).RootElement;
        Assert.Equal(["group", "account", "key"], report.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("kind").GetString()!));
        Assert.True(KeyFormat.LooksLikeOurs(report.GetProperty("issued_keys")[0].GetProperty("secret").GetString(), "sk-"));
        Assert.Equal(1, report.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Key_is_created_listed_and_revoked()
    {
        await WriteAsync("groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c}");
        await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        var created = await RunAsync("key", "create", "--account", "a@b.c", "--name", "ci", "--group", "g", "--group", "auto", "--expires", "2030-12-31");
        Assert.Equal(ExitCodes.Done, created.Code);
        var secret = created.Output.Split('\n')[1];
        Assert.True(KeyFormat.LooksLikeOurs(secret, "sk-"));

        var listed = JsonDocument.Parse((await RunAsync("key", "list", "--json")).Output).RootElement[0];
        Assert.Equal(["g", "auto"], listed.GetProperty("groups").EnumerateArray().Select(g => g.GetString()!));
        Assert.Equal("2030-12-31T00:00:00+00:00", listed.GetProperty("expires_at").GetString());
        Assert.DoesNotContain(secret, listed.GetRawText());

        Assert.Equal(ExitCodes.Done, (await RunAsync("key", "revoke", listed.GetProperty("display").GetString()!)).Code);
        Assert.Contains("revoked", (await RunAsync("key", "list")).Output);
    }

    [Fact]
    public async Task Key_is_created_with_spend_caps_and_shows_them()
    {
        await WriteAsync("groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c}");
        await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        string[] create = ["key", "create", "--account", "a@b.c", "--name", "ci", "--group", "g"];
        Assert.Equal(ExitCodes.Done, (await RunAsync([.. create, "--spend-cap", "1.00/day", "--spend-cap", "20"])).Code);
        Assert.Contains("20.00/total,1.00/day", (await RunAsync("key", "list")).Output);
        var listed = JsonDocument.Parse((await RunAsync("key", "list", "--json")).Output).RootElement[0].GetProperty("spend_cap");
        Assert.Equal([("total", "20.00"), ("day", "1.00")], listed.EnumerateArray().Select(c => (c.GetProperty("window").GetString()!, c.GetProperty("amount").GetString()!)));

        var wrong = await RunAsync([.. create, "--spend-cap", "1.00/year"]);
        Assert.Equal(ExitCodes.WrongUsage, wrong.Code);
        Assert.Contains("unknown window 'year'", wrong.Error);
        Assert.Contains("allows nothing", (await RunAsync("key", "create", "--account", "a@b.c", "--name", "z", "--group", "g", "--spend-cap", "0/day")).Error);
    }

    [Fact]
    public async Task Wrong_request_exits_2_with_the_reason()
    {
        var refused = await RunAsync("key", "create", "--account", "nobody@b.c", "--name", "ci", "--group", "g");
        Assert.Equal(ExitCodes.WrongUsage, refused.Code);
        Assert.Contains("there is no account 'nobody@b.c'", refused.Error);
    }

    private Task WriteAsync(string yaml) => File.WriteAllTextAsync(_folder.File("gantry.yaml"), yaml);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync([.. args, "--data", Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
