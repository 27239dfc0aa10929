using System.Globalization;
using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Models;
using Xunit;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Every real request, translated to each other protocol, is of that protocol's published types, and keeps on the way back what no loss names.</summary>
public sealed class TranslatedRequestsTest(ITestOutputHelper output)
{
    // Of a model that nobody knows, everything is believed; the others each have habits of their own.
    private const string Unknown = "model";

    private static readonly (Protocol Protocol, string[] Models)[] Targets =
    [
        (Protocol.Chat, [Unknown, "gpt-5", "gpt-4.1"]),
        (Protocol.Responses, [Unknown, "gpt-5", "gpt-4.1"]),
        (Protocol.Messages, [Unknown, "claude-sonnet-4-5", "claude-opus-4-7"]),
        (Protocol.Gemini, [Unknown, "gemini-2.5-pro", "gemini-3-pro-preview"]),
        (Protocol.Converse, [Unknown, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.amazon.nova-pro-v1:0"]),
    ];

    [Fact]
    [Trait("Case", "307")]
    public async Task Every_real_request_is_of_the_published_types_of_every_other_protocol()
    {
        var cases = Cases().Where(translated => translated.Body is not null).ToList();
        var faults = await PublishedTypes.FaultsAsync([.. cases.Select(translated => (translated.Target, translated.Body!))]);
        var report = new StringBuilder();
        int wrong = 0;
        foreach (var (translated, found) in cases.Zip(faults))
        {
            if (found.Count == 0) continue;
            wrong++;
            report.Append(translated).AppendLine();
            foreach (string fault in found) report.Append("    ").AppendLine(fault);
        }

        output.WriteLine($"{cases.Count} translated requests, {wrong} not of the types");
        Assert.True(wrong == 0, report.ToString());
    }

    [Fact]
    [Trait("Case", "130")]
    [Trait("Case", "152")]
    public void Every_real_request_comes_back_as_it_was_but_for_what_a_loss_names()
    {
        var report = new StringBuilder();
        var refusals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var losses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var excused = new List<string>();
        int count = 0, different = 0;
        foreach (var translated in Cases())
        {
            count++;
            foreach (string token in translated.Lost) losses[token] = losses.GetValueOrDefault(token) + 1;
            if (translated.Refusal is { } refusal)
            {
                refusal = $"{translated.Sample.Protocol} -> {translated.Target}: {refusal}";
                refusals[refusal] = refusals.GetValueOrDefault(refusal) + 1;
                continue;
            }

            var found = RequestComparison.Faults(translated, excused).ToList();
            if (found.Count == 0) continue;
            different++;
            report.Append(translated).Append("  lost: ").AppendJoin(',', translated.Losses.Select(loss => loss.Token).Distinct()).AppendLine();
            foreach (string fault in found) report.Append("    ").AppendLine(fault);
        }

        output.WriteLine($"{count} translated requests, {refusals.Values.Sum()} refused, {different} differ");
        foreach (var (named, times) in excused.CountBy(named => named).OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times} x named {named}"));
        }

        Assert.True(different == 0, report.ToString());
        ReviewedFile.Matches("Translation/Golden/refusals.txt", string.Concat(refusals.Select(refusal => string.Create(CultureInfo.InvariantCulture, $"{refusal.Value} x {refusal.Key}\n"))));
        ReviewedFile.Matches("Translation/Golden/losses.txt", string.Concat(losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Value} x {loss.Key}\n"))));
    }

    private static IEnumerable<RequestCase> Cases() =>
        from sample in SharedData.Requests()
        from target in Targets
        where target.Protocol != sample.Protocol
        from model in target.Models
        select RequestTranslator.Translate(sample, target.Protocol, model, model == Unknown ? ModelRules.Permissive : ModelRulesCatalogue.BuiltIn.For(model));
}
