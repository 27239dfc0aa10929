using Gantry.Catalog.Declared;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Every mistake is told with its place: what is wrong here, at which line and column, in which words.</summary>
public sealed class FileProblemTests
{
    private const string Base =
        """
        upstreams:
          - {name: u, provider: openai, api_keys: [sk-1]}
        models:
          - {id: m, aliases: [n], price: {free: true}}
        groups:
          - {name: g, deployments: [{model: m, upstream: u}]}
        accounts:
          - {email: a@b.c, keys: [{name: k, groups: [g]}]}
        """;

    [Theory]
    // The file as YAML.
    [InlineData("upstreams:", "upstreams: [", 2, 3, "not valid YAML")]
    [InlineData("models:", "\tmodels:", 3, 1, "not valid YAML")]
    [InlineData("models:", "modles:", 3, 1, "unknown key 'modles' in the file; did you mean 'models'?")]
    [InlineData("accounts:", "groups: []\naccounts:", 7, 1, "'groups' is given twice in the file, first in line 5")]
    [InlineData("{name: u, provider: openai, api_keys: [sk-1]}", "u", 2, 5, "upstream must be a mapping, not a single value")]
    [InlineData("- {id: m", "  id: m #", 4, 5, "models must be a list, not a mapping")]
    // Upstreams.
    [InlineData("name: u,", "", 2, 5, "upstream has no name")]
    [InlineData("name: u,", "name: '',", 2, 12, "name is empty")]
    [InlineData("provider: openai", "provider: openia", 2, 25, "unknown provider 'openia'")]
    [InlineData("provider: openai", "provider: bedrok", 2, 25, "unknown provider 'bedrok': one of openai, anthropic, gemini, azure, vertex, bedrock, deepseek, groq, mistral, xai, openrouter, ollama, vllm, openai-compatible, simulator")]
    [InlineData("provider: openai", "provider: vertex", 2, 5, "give base_url, or options with location")]
    [InlineData("provider: openai", "provider: azure", 2, 5, "provider azure has no address of its own")]
    [InlineData("provider: openai", "provider: openai, base_url: nope", 2, 43, "not an http or https URL")]
    [InlineData("provider: openai", "provider: openai, base_url: http://api.openai.com", 2, 43, "without encryption: use https")]
    [InlineData("provider: openai", "provider: openai, base_url: http://10.0.0.1", 2, 43, "allow_private_network")]
    [InlineData("provider: openai", "provider: openai, proxy: nope", 2, 40, "proxy is not")]
    [InlineData("provider: openai", "provider: openai, speaks: [chatt]", 2, 42, "unknown value 'chatt'")]
    [InlineData("provider: openai", "provider: openai, base_uri: x", 2, 33, "did you mean 'base_url'?")]
    [InlineData("provider: openai", "provider: openai, allow_private_network: yes", 2, 56, "must be true or false, not 'yes'")]
    [InlineData("api_keys: [sk-1]", "api_keys: []", 2, 43, "needs at least one key")]
    [InlineData(", api_keys: [sk-1]", "", 2, 5, "needs at least one key")]
    [InlineData("[sk-1]", "sk-1", 2, 43, "api_keys must be a list, not a single value")]
    [InlineData("[sk-1]", "[sk-1, sk-1]", 2, 50, "hold one key twice")]
    [InlineData("[sk-1]", "['sk 1']", 2, 44, "hold a key with a space")]
    [InlineData("[sk-1]", "['${MISSING_KEY}']", 2, 44, "the environment variable MISSING_KEY is not set")]
    [InlineData("[sk-1]", "[sk-1], traits: {top_q: true}", 2, 60, "unknown key 'top_q' in traits; did you mean 'top_k'?")]
    [InlineData("[sk-1]", "[sk-1], traits: {top_k: maybe}", 2, 67, "top_k must be true or false, not 'maybe'")]
    [InlineData("[sk-1]", "['${}']", 2, 44, "write $${ for the characters")]
    [InlineData("models:", "  - {name: u, provider: openai, api_keys: [sk-2]}\nmodels:", 3, 5, "upstream u is declared twice, first in line 2")]
    // Models and prices.
    [InlineData("aliases: [n]", "aliases: [m]", 4, 22, "alias 'm' is also the id of the same model")]
    [InlineData("groups:\n", "  - {id: n, price: {free: true}}\ngroups:\n", 4, 22, "alias 'n' is also the id of a model")]
    [InlineData("groups:\n", "  - {id: o, aliases: [n], price: {free: true}}\ngroups:\n", 5, 22, "alias 'n' is also an alias of model m")]
    [InlineData("{free: true}", "{input: 0.0000000001}", 4, 42, "has more than 9 decimals")]
    [InlineData("{free: true}", "{input: -1}", 4, 42, "is not a decimal number")]
    [InlineData("{free: true}", "{input: 1e3}", 4, 42, "is not a decimal number")]
    [InlineData("{free: true}", "{inputs: 1}", 4, 35, "did you mean 'input'?")]
    [InlineData("{free: true}", "{}", 4, 34, "price says nothing")]
    [InlineData("{free: true}", "{free: true, input: 1}", 4, 34, "is free and has prices as well")]
    [InlineData("{free: true}", "{input: 1, long_context: {input: 2}}", 4, 59, "long_context has no above")]
    [InlineData("{free: true}", "{request: 99999999}", 4, 44, "request is too large")]
    [InlineData("{free: true}", "{free: true}, rules: {thinkin: none}", 4, 56, "unknown key 'thinkin' in rules; did you mean 'thinking'?")]
    [InlineData("{free: true}", "{free: true}, rules: {thinking: nun}", 4, 66, "thinking: unknown value 'nun', one of unknown, none, budget, adaptive, level, switch, always")]
    [InlineData("{free: true}", "{free: true}, rules: {efforts: [low, hig]}", 4, 71, "efforts: unknown value 'hig', one of minimal, low, medium, high, xhigh, max; did you mean 'high'?")]
    [InlineData("{free: true}", "{free: true}, rules: {max_output: -1}", 4, 68, "max_output must be a whole number from 0")]
    [InlineData("{free: true}", "{free: true}, rules: {prefill: no}", 4, 65, "prefill must be true or false, not 'no'")]
    [InlineData("{free: true}", "{free: true}, rules: {input: [pictures]}", 4, 64, "input: unknown value 'pictures'")]
    [InlineData("{free: true}", "{free: true}, rules: none", 4, 55, "rules must be a mapping")]
    // Groups and deployments.
    [InlineData("name: g,", "name: auto,", 6, 12, "'auto' stands for all groups")]
    [InlineData("name: g,", "name: g, multiplier: 1.0000001,", 6, 27, "has more than 6 decimals")]
    [InlineData("name: g,", "name: g, cancel_policy: deliver,", 6, 30, "did you mean 'delivered'?")]
    [InlineData("name: g,", "name: g, operations: [chats],", 6, 28, "unknown value 'chats'")]
    [InlineData("model: m,", "model: mm,", 6, 37, "there is no model 'mm'; did you mean 'm'?")]
    [InlineData("model: m,", "model: n,", 6, 37, "'n' is an alias: name the model by its id 'm'")]
    [InlineData("upstream: u}", "upstream: w}", 6, 50, "there is no upstream 'w'")]
    [InlineData("upstream: u}", "upstream: u, weight: 0}", 6, 61, "weight must be a whole number from 1")]
    [InlineData("upstream: u}", "upstream: u, rules: {sampling: sometimes}}", 6, 71, "sampling: unknown value 'sometimes', one of allowed, not_with_reasoning, never")]
    [InlineData("upstream: u}", "upstream: u, priority: x}", 6, 63, "priority must be a whole number")]
    [InlineData("upstream: u}", "upstream: u}, {model: m, upstream: u}", 6, 54, "is declared twice, first in line 6")]
    // Accounts and keys.
    [InlineData("a@b.c", "ab.c", 8, 13, "is not an e-mail address")]
    [InlineData("a@b.c", "a@b.c, role: boss", 8, 26, "unknown value 'boss', one of user, admin, owner")]
    [InlineData("a@b.c", "a@b.c, credit: ten", 8, 28, "is not a decimal number")]
    [InlineData("groups: [g]", "groups: []", 8, 45, "has no group")]
    [InlineData(", groups: [g]", "", 8, 27, "has no group")]
    [InlineData("groups: [g]", "groups: [h]", 8, 45, "there is no group 'h'")]
    [InlineData("groups: [g]", "groups: [g, G]", 8, 45, "names group 'g' twice")]
    [InlineData("name: k,", "name: k, secret: nineteen-characters,", 8, 45, "has 19 characters: it needs 20 or more")]
    [InlineData("name: k,", "name: k, secret: 'twenty characters with a space',", 8, 45, "has a space")]
    [InlineData("name: k,", "name: k, models: [x],", 8, 45, "there is no model 'x'")]
    [InlineData("name: k,", "name: k, networks: [10.0.0.0/33],", 8, 47, "is not a network")]
    [InlineData("name: k,", "name: k, expires_at: soon,", 8, 49, "must be a date")]
    [InlineData("name: k,", "name: k, spend_cap: {window: day},", 8, 48, "spend_cap has no amount")]
    [InlineData("name: k,", "name: k, spend_cap: {amount: 1, window: year},", 8, 68, "unknown value 'year', one of total, day, week, month")]
    [InlineData("name: k,", "name: k, spend_cap: 5,", 8, 48, "spend_cap must be a mapping, not a single value")]
    [InlineData("name: k,", "name: k, spend_cap: {amount: 0},", 8, 48, "spend cap 0.00/total allows nothing: the amount must be above zero")]
    [InlineData("name: k,", "name: k, spend_cap: {amount: -1},", 8, 57, "is not a decimal number")]
    [InlineData("name: k,", "name: k, spend_cap: [{amount: 1, window: day}, {amount: 2, window: day}],", 8, 48, "has two spend caps for the window day: 1.00/day and 2.00/day")]
    [InlineData("a@b.c", "a@b.c, spend_cap: {amount: 0, window: week}", 8, 31, "spend cap 0.00/week allows nothing")]
    [InlineData("a@b.c", "a@b.c, time_zone: Europe/Berlim", 8, 31, "there is no time zone 'Europe/Berlim': give an IANA name such as Europe/Berlin; did you mean 'Europe/Berlin'?")]
    [InlineData("a@b.c", "a@b.c, time_zone: berlin", 8, 31, "did you mean 'Europe/Berlin'?")]
    [InlineData("a@b.c", "a@b.c, time_zone: ../zoneinfo/Europe/Berlin", 8, 31, "there is no time zone")]
    [InlineData("name: g,", "name: g, spend_cap: {amount: 0},", 6, 26, "spend cap 0.00/total allows nothing")]
    [InlineData("name: g,", "name: g, hold_output_tokens: 0,", 6, 35, "hold_output_tokens must be a whole number of 1 or more, not '0'")]
    [InlineData("provider: openai", "provider: openai, stops_on_cancel: maybe", 2, 50, "stops_on_cancel must be true or false, not 'maybe'")]
    [InlineData("upstreams:", "settings: {time_zone: Mars/Phobos}\nupstreams:", 1, 23, "there is no time zone 'Mars/Phobos'")]
    [InlineData("groups: [g]}", "groups: [g]}, {name: k, groups: [g]}", 8, 51, "key a@b.c/k is declared twice")]
    [InlineData("{name: k, groups: [g]}", "{name: k, secret: the-same-secret-twice, groups: [g]}, {name: l, secret: the-same-secret-twice, groups: [g]}", 8, 100, "has the same secret as key a@b.c/k")]
    // Routing.
    [InlineData("name: g,", "name: g, status: open,", 6, 23, "status: unknown value 'open', one of active, deprecated, closed")]
    [InlineData("name: g,", "name: g, status: closed, replacement: gg,", 6, 44, "there is no group 'gg'; did you mean 'g'?")]
    [InlineData("name: g,", "name: g, status: closed, replacement: g,", 6, 44, "cannot be its own replacement")]
    [InlineData("name: g,", "name: g, protocols: [smtp],", 6, 27, "protocols: unknown value 'smtp'")]
    [InlineData("name: g,", "name: g, balance: busy,", 6, 24, "balance: unknown value 'busy', one of weight, least_busy")]
    [InlineData("name: g,", "name: g, virtual_models: {m: [n]},", 6, 31, "virtual_models: 'm' is the name of a model already")]
    [InlineData("name: g,", "name: g, virtual_models: {v: []},", 6, 31, "virtual_models: 'v' stands for no model: list at least one")]
    [InlineData("name: g,", "name: g, virtual_models: {v: [mm]},", 6, 31, "virtual_models: 'v': there is no model 'mm'; did you mean 'm'?")]
    [InlineData("name: g,", "name: g, virtual_models: {v: [m, n]},", 6, 31, "virtual_models: 'v' names model 'm' twice")]
    [InlineData("name: g,", "name: g, virtual_models: [v],", 6, 31, "virtual_models must be a mapping")]
    [InlineData("groups: [g]", "groups: [g], fallback: perhaps", 8, 60, "fallback must be true or false, not 'perhaps'")]
    [InlineData("groups: [g]", "groups: [g], auto: {sticky: true}", 8, 56, "says how auto chooses, but its groups do not name auto")]
    [InlineData("groups: [g]", "groups: [auto], auto: {order: [h]}", 8, 59, "auto: order: there is no group 'h'; did you mean 'g'?")]
    [InlineData("groups: [g]", "groups: [auto], auto: {order: [g, G]}", 8, 59, "auto: order names group 'g' twice")]
    [InlineData("groups: [g]", "groups: [auto], auto: {max_price_factor: 0}", 8, 59, "auto: max_price_factor must be above zero")]
    [InlineData("groups: [g]", "groups: [auto], auto: {max_factor: 2}", 8, 60, "unknown key 'max_factor' in auto")]
    [InlineData("groups: [g]", "groups: [g], models_map: {x: mm}", 8, 62, "models_map: x: there is no model 'mm'; did you mean 'm'?")]
    [InlineData("groups: [g]", "groups: [g], models_map: {'a*b': m}", 8, 62, "models_map: 'a*b' has * before its end")]
    [InlineData("groups: [g]", "groups: [g], routes: {think: mm}", 8, 58, "routes: think: there is no model 'mm'; did you mean 'm'?")]
    [InlineData("groups: [g]", "groups: [g], routes: {thinking: m}", 8, 59, "unknown key 'thinking' in routes")]
    [InlineData("groups: [g]", "groups: [g], routes: {long_context: {above: 1}}", 8, 73, "long_context has no model")]
    [InlineData("groups: [g]", "groups: [g], routes: {long_context: {model: m, above: 0}}", 8, 91, "above must be a whole number of 1 or more, not '0'")]
    // Settings.
    [InlineData("upstreams:", "settings: {key_prefix: 'a b'}\nupstreams:", 1, 24, "key_prefix may hold")]
    [InlineData("upstreams:", "settings: {path_base: api}\nupstreams:", 1, 23, "must begin with '/'")]
    [InlineData("upstreams:", "settings: {public_url: x}\nupstreams:", 1, 24, "not an http or https URL")]
    [InlineData("upstreams:", "settings: {path_bass: /api}\nupstreams:", 1, 12, "did you mean 'path_base'?")]
    public async Task Mistake_is_told_with_its_place(string right, string wrong, int line, int column, string message)
    {
        Assert.Contains(right, Base);
        var at = Base.IndexOf(right, StringComparison.Ordinal);
        var problems = await ProblemsAsync(Base[..at] + wrong + Base[(at + right.Length)..]);
        Assert.Contains(problems, p => p.Message.Contains(message, StringComparison.Ordinal));
        var problem = problems.First(p => p.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(new FilePosition(line, column), problem.At);
        Assert.StartsWith($"gantry.yaml:{line}:{column}: error: ", problem.ToString());
    }

    [Fact]
    public async Task File_without_mistakes_has_none() => Assert.Empty(await ProblemsAsync(Base));

    [Fact]
    public async Task All_mistakes_are_told_at_once_in_the_order_of_the_file()
    {
        var problems = await ProblemsAsync(
            """
            upstreams:
              - {name: u, provider: nobody, api_keys: ["${MISSING}"], speeks: [chat]}
            groups:
              - {name: auto, multiplier: x, deployments: [{model: m, upstream: v, weight: 0}]}
            accounts:
              - {email: nobody, keys: [{name: k, secret: short}]}
            """);
        Assert.Equal([2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6], problems.Where(p => !p.IsWarning).Select(p => p.At!.Value.Line));
    }

    [Fact]
    public async Task Unserved_model_and_missing_price_are_warnings()
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
        var report = await Sample.ApplyAsync(new CatalogStore(database, Sample.Chain), "models:\n  - {id: m, aliases: [n]}\ngroups:\n  - {name: g}");
        Assert.Equal(
            [
                "gantry.yaml:2:5: warning: model m: has no price and the seed catalogue knows none: give one, or say price: {free: true}",
                "gantry.yaml:2:10: warning: model m: and its alias is served by no group: no deployment names the model",
                "gantry.yaml:4:5: warning: group g: serves no model: it has no deployments",
            ],
            report.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public async Task No_secret_is_in_any_message()
    {
        var problems = await ProblemsAsync(Sample.Yaml.Replace("provider: anthropic", "provider: nobody", StringComparison.Ordinal)
            .Replace("groups: [anthropic]", "groups: [nobody]", StringComparison.Ordinal));
        Assert.NotEmpty(problems);
        Assert.DoesNotContain(problems, p => p.Message.Contains(Sample.UpstreamSecret, StringComparison.Ordinal) || p.Message.Contains(Sample.AliceSecret, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<ConfigurationProblem>> ProblemsAsync(string yaml)
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
        var store = new CatalogStore(database, Sample.Chain);
        try
        {
            await Sample.ApplyAsync(store, yaml);
            return [];
        }
        catch (ConfigurationException refused)
        {
            Assert.Equal(0, await store.VersionAsync(CancellationToken.None));
            return refused.Problems;
        }
    }
}
