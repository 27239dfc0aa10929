using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gantry.Cli;
using Gantry.Tests.Cli.Verify.Faulty;
using Gantry.Tests.Relay.Translated;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

public sealed partial class VerifyTest(HealthyGateway healthy) : IClassFixture<HealthyGateway>
{
    private static readonly string Model = Crossing.Model("chat", HealthyGateway.Plain);

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task No_key_is_ever_shown_even_when_the_gateway_echoes_it(string form)
    {
        await using var gateway = await StubGateway.StartAsync(echoes: true, as200: true);

        var (code, output) = await CommandAsync(["verify", gateway.BaseUrl.ToString(), "--key", StubGateway.Key, "--protocol", "chat,messages", .. Flag(form)]);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("refused", output, StringComparison.Ordinal);
        Assert.DoesNotContain(StubGateway.Key, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_holds_ends_with_0_and_JSON_that_says_so()
    {
        var (code, output) = await CommandAsync(["verify", healthy.Address + "v1/", "--key", HealthyGateway.Key, "--protocol", "chat", "--model", Model, "--json"]);

        Assert.Equal(ExitCodes.Done, code);
        var json = JsonNode.Parse(output)!;
        Assert.True(json["holds"]!.GetValue<bool>());
        Assert.Equal(Model, json["protocols"]![0]!["model"]!.GetValue<string>());
        Assert.Equal("pass", json["protocols"]![0]!["assertions"]![0]!["outcome"]!.GetValue<string>());
        Assert.InRange(json["requests"]!.GetValue<int>(), 20, 100);
    }

    [Fact]
    public async Task What_a_run_costs_is_told_and_bounded()
    {
        string[] args = ["verify", healthy.Address.ToString(), "--key", HealthyGateway.Key, "--protocol", "chat", "--model", HealthyGateway.Priced, "--only", "whole.*,stream.order,tool.*"];

        var (code, output) = await CommandAsync(args);

        Assert.Equal(ExitCodes.Done, code);
        var told = CostLine().Match(output);
        Assert.True(told.Success, output);
        Assert.NotEqual(0m, decimal.Parse(told.Groups["cost"].Value, CultureInfo.InvariantCulture));
        // The stream's cost stands behind its body: it is told as well.
        Assert.Equal(told.Groups["all"].Value, told.Groups["told"].Value);

        (code, output) = await CommandAsync([.. args, "--max-cost", "0.000000001"]);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("1 requests; 1 of them told", output, StringComparison.Ordinal);
        Assert.Contains("The bound on the cost was reached", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_names_every_assertion_and_asks_nothing()
    {
        var (code, output) = await CommandAsync(["verify", "--list", "--json"]);

        Assert.Equal(ExitCodes.Done, code);
        var table = JsonNode.Parse(output)!.AsArray().Select(one => (Protocol: one!["protocol"]!.GetValue<string>(), Id: one["id"]!.GetValue<string>())).ToList();
        Assert.Equal(table.Count, table.Distinct().Count());
        Assert.All(["chat", "responses", "messages", "gemini"], protocol => Assert.InRange(table.Count(one => one.Protocol == protocol), 40, 100));
    }

    [Fact]
    public async Task Only_what_was_chosen_is_judged()
    {
        var (code, output) = await CommandAsync(
            ["verify", healthy.Address.ToString(), "--key", HealthyGateway.Key, "--model", Model, "--json", "--only", "chat:stream.o*,messages:whole.text"]);

        Assert.Equal(ExitCodes.Done, code);
        var judged = JsonNode.Parse(output)!["protocols"]!.AsArray()
            .SelectMany(protocol => protocol!["assertions"]!.AsArray().Select(one => $"{protocol["protocol"]} {one!["id"]}"));
        Assert.Equal(["chat stream.order", "messages whole.text"], judged);
    }

    [Fact]
    public async Task Results_are_written_as_JUnit_writes_them()
    {
        await using var gateway = await FaultyGateway.StartAsync(healthy.Address, FaultTable.All.Single(fault => fault.Name == "usage is dropped"));
        using var folder = new TempFolder();

        var (code, output) = await CommandAsync(
            ["verify", gateway.BaseUrl.ToString(), "--key", HealthyGateway.Key, "--protocol", "chat,gemini", "--model", Model, "--junit", folder.File("results.xml")]);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("whole.usage", output, StringComparison.Ordinal);
        var root = XDocument.Load(folder.File("results.xml")).Root!;
        Assert.Equal("testsuites", root.Name.LocalName);
        Assert.Equal(["chat", "gemini"], root.Elements("testsuite").Select(suite => (string)suite.Attribute("name")!));
        Assert.All(root.Elements("testsuite").Append(root), suite =>
        {
            var cases = suite.Descendants("testcase").ToList();
            Assert.Equal(cases.Count, (int)suite.Attribute("tests")!);
            Assert.Equal(cases.Count(one => one.Element("failure") is not null), (int)suite.Attribute("failures")!);
            Assert.Equal(cases.Count(one => one.Element("skipped") is not null), (int)suite.Attribute("skipped")!);
            Assert.Equal(0, (int)suite.Attribute("errors")!);
            Assert.InRange((double)suite.Attribute("time")!, 0, 60);
        });
        Assert.Equal(5, root.Descendants("failure").Count());
        Assert.All(root.Descendants("failure"), failure => Assert.Equal("must", (string?)failure.Attribute("type")));
        Assert.Equal(2, root.Descendants("failure").Count(failure => (string?)failure.Attribute("message") == "usage is missing" && (string?)failure.Parent!.Attribute("name") == "whole.usage"));
        Assert.All(root.Descendants("testcase"), one => Assert.NotNull(one.Attribute("classname")));
        Assert.DoesNotContain(HealthyGateway.Key, root.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--only", "stream.odour")]
    [InlineData("--max-cost", "much")]
    [InlineData("--junit", "no/such/folder/results.xml")]
    public async Task Wrong_values_of_options_end_with_2(string option, string value)
    {
        var (code, _) = await CommandAsync(["verify", "http://127.0.0.1:9", "--key", "sk-key", option, value]);

        Assert.Equal(ExitCodes.WrongUsage, code);
    }

    [Fact]
    public async Task A_protocol_without_a_model_is_skipped_with_the_reason()
    {
        await using var gateway = await StubGateway.StartAsync();

        var (code, output) = await CommandAsync(["verify", gateway.BaseUrl.ToString(), "--key", "sk-not-the-key-of-anybody"]);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("Chat: skipped, the gateway answers the request for its models with 401", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:3456", "sk-key", "chat")]
    [InlineData("http://127.0.0.1:3456", "", "chat")]
    [InlineData("http://127.0.0.1:3456", "sk-key", "chat,telegraph")]
    public async Task Wrong_usage_ends_with_2(string address, string key, string protocols)
    {
        var (code, output) = await CommandAsync(["verify", address, "--key", key, "--protocol", protocols]);

        Assert.Equal(ExitCodes.WrongUsage, code);
        Assert.NotEmpty(output);
    }

    private static async Task<(int Code, string Output)> CommandAsync(string[] args)
    {
        await using var output = new StringWriter();
        var code = await GantryCommand.RunAsync(args, output, output);
        return (code, output.ToString());
    }

    private static string[] Flag(string form) => form.Length == 0 ? [] : [form];

    [GeneratedRegex("(?<all>[0-9]+) requests; (?<told>[0-9]+) of them told what they cost: (?<cost>[0-9.]+) USD", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex CostLine();
}
