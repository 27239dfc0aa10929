using System.Globalization;
using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Models;
using Xunit;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Every real request, translated to each other protocol, is of that protocol's published types, and keeps on the way back what no loss names.</summary>
public sealed class TranslatedRequestsTest(ITestOutputHelper output)
{
    private static readonly (Protocol Protocol, string Model)[] Targets =
    [
        (Protocol.Chat, "gpt-5"), (Protocol.Responses, "gpt-5"), (Protocol.Messages, "claude-sonnet-4-5"), (Protocol.Gemini, "gemini-2.5-pro"),
        (Protocol.Converse, "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
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

    // Once for a model of which everything is believed, once for a real one.
    private static IEnumerable<RequestCase> Cases() =>
        from sample in SharedData.Requests()
        from target in Targets
        where target.Protocol != sample.Protocol
        from known in (bool[])[false, true]
        select RequestTranslator.Translate(sample, target.Protocol, known ? target.Model : "model", known ? ModelRulesCatalogue.BuiltIn.For(target.Model) : ModelRules.Permissive);
}
