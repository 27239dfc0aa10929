using Gantry.Catalog.Declared;
using Gantry.Moving.LiteLlm;
using Gantry.Moving.NewApi;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Moving;

/// <summary>Sources that make no sense are refused, and every place is named.</summary>
public sealed class BrokenSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model_list: [{model_name: a", "config.yaml:2:1: error: not valid YAML")]
    [InlineData("", "config.yaml: error: is empty")]
    [InlineData("- a", "config.yaml:1:1: error: the file must be a mapping, not a list")]
    [InlineData("model_list: {a: b}", "config.yaml:1:13: error: model_list must be a list, not a mapping")]
    [InlineData("model_list:\n  - {model_name: a}", "config.yaml:2:5: error: an entry of model_list has no litellm_params.model")]
    [InlineData("model_list:\n  - {litellm_params: {model: openai/a}}", "config.yaml:2:5: error: an entry of model_list has no model_name")]
    [InlineData("model_list:\n  - {model_name: a, litellm_params: {model: openai/a, input_cost_per_token: cheap}}", "config.yaml:2:77: error: input_cost_per_token must be an amount of USD")]
    [InlineData("model_list:\n  - {model_name: a, litellm_params: {model: openai/a, input_cost_per_token: -1}}", "config.yaml:2:77: error: input_cost_per_token must be an amount of USD")]
    [InlineData("model_list:\n  - {model_name: a, litellm_params: {model: openai/a, api_key: [x]}}", "config.yaml:2:64: error: api_key must be a single value, not a list")]
    [InlineData("model_list:\n  - {model_name: a, litellm_params: {model: openai/a, api_key: os.environ/MY KEY}}", "config.yaml:2:64: error: os.environ/ names no variable")]
    [InlineData("router_settings:\n  fallbacks: [{a: [{b: c}]}]", "config.yaml:2:20: error: fallbacks must hold texts, not a mapping")]
    public void Configuration_is_refused_with_line_and_column(string text, string problem) => Assert.StartsWith(problem, Refused(text)[0], StringComparison.Ordinal);

    [Fact]
    public void Every_problem_of_a_configuration_is_told_at_once() =>
        Assert.Equal(2, Refused("model_list:\n  - {model_name: a}\n  - {model_name: b, litellm_params: {model: openai/b, weight: heavy}}").Count);

    [Theory]
    [InlineData("UPDATE options SET value = '{\"gpt-4o\": 1' WHERE key = 'ModelRatio'", "hub.db: table options, row ModelRatio: error: value is not valid JSON at line 1, byte 13")]
    [InlineData("UPDATE options SET value = '{\"gpt-4o\": \"x\"}' WHERE key = 'ModelRatio'", "hub.db: table options, row ModelRatio: error: value: 'gpt-4o' must be a number that is not negative")]
    [InlineData("UPDATE options SET value = '{\"vip\": 1}' WHERE key = 'GroupGroupRatio'", "hub.db: table options, row GroupGroupRatio: error: value: 'vip' must be an object of numbers")]
    [InlineData("UPDATE options SET value = '0' WHERE key = 'QuotaPerUnit'", "hub.db: table options, row QuotaPerUnit: error: value must be a number above zero")]
    [InlineData("UPDATE channels SET type = 'openai' WHERE id = 2", "hub.db: table channels, row 2: error: type must be a whole number")]
    [InlineData("UPDATE channels SET model_mapping = '{\"sonnet\":\"a\",\"a\":\"sonnet\"}' WHERE id = 2", "hub.db: table channels, row 2: error: model_mapping goes round in a circle from 'sonnet'")]
    [InlineData("UPDATE channels SET key = 'sk-canary with space' WHERE id = 2", "hub.db: table channels, row 2: error: key holds a character that no header can (20 characters)")]
    [InlineData("UPDATE users SET quota = 'much' WHERE id = 2", "hub.db: table users, row 2: error: quota must be a whole number")]
    [InlineData("UPDATE tokens SET expired_time = 'soon' WHERE id = 3", "hub.db: table tokens, row 3: error: expired_time must be a whole number")]
    [InlineData("ALTER TABLE tokens DROP COLUMN user_id", "hub.db: error: table tokens has no column user_id")]
    [InlineData("DROP TABLE options", "hub.db: error: there is no table options: is this a database of new-api or one-api?")]
    [InlineData("DROP TABLE users; CREATE VIEW users AS SELECT 1 AS id, 'x' AS username", "hub.db: error: there is no table users")]
    public async Task Database_is_refused_with_table_and_row(string change, string problem)
    {
        var path = _folder.File("hub.db");
        HubFixtures.NewApi(path);
        HubFixtures.Make(path, change);
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => ReadAsync(path));
        Assert.Contains(refused.Problems, p => p.ToString().StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused()
    {
        var path = _folder.File("hub.db");
        await Assert.ThrowsAsync<DatabaseException>(() => ReadAsync(path));
        await File.WriteAllTextAsync(path, "not a database, not a database, not a database", TestContext.Current.CancellationToken);
        Assert.Contains("is no SQLite database", (await Assert.ThrowsAsync<DatabaseException>(() => ReadAsync(path))).Message);
    }

    [Fact]
    public async Task Damaged_or_bloated_database_is_refused()
    {
        var path = _folder.File("hub.db");
        HubFixtures.NewApi(path);
        HubFixtures.Make(path, $"UPDATE channels SET models = CAST(zeroblob({ForeignDatabase.LongestValue + 1}) AS TEXT) WHERE id = 4");
        Assert.Contains("table channels, row 4: models is longer than", (await Assert.ThrowsAsync<DatabaseException>(() => ReadAsync(path))).Message);

        HubFixtures.Make(path, "UPDATE channels SET models = '' WHERE id = 4; VACUUM");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes.AsSpan(4_096).Fill(0xA5);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<DatabaseException>(() => ReadAsync(path))).Message);
    }

    [Fact]
    public async Task Missing_column_of_an_older_version_is_told_and_taken_for_not_set()
    {
        var path = _folder.File("hub.db");
        HubFixtures.NewApi(path);
        HubFixtures.Make(path, "ALTER TABLE tokens DROP COLUMN allow_ips", "ALTER TABLE channels DROP COLUMN weight");
        var moved = await ReadAsync(path);
        Assert.Equal(["channels.weight", "tokens.allow_ips"], moved.Report.Items.Where(i => i.Kind == "schema").Select(i => i.Name).Order(StringComparer.Ordinal));
        Assert.Contains(moved.Report.Keys, k => k.Key.Name == "nowhere" && k.Missing.SequenceEqual(["SparkDesk-v4.0"]) && k.Gaps.IsEmpty);
    }

    private static Task<Gantry.Moving.Moved> ReadAsync(string path) => HubMove.ReadAsync(path, HubDialect.NewApi, "users.invalid", new FakeTime(), TestContext.Current.CancellationToken);

    private static List<string> Refused(string text) =>
        [.. Assert.Throws<ConfigurationException>(() => LiteLlmMove.Read(text, "config.yaml", new LiteLlmOptions { Email = "a@b.c" }, new FakeTime())).Problems.Select(p => p.ToString())];
}
