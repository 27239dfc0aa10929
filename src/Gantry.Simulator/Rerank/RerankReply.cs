using System.Text;
using System.Text.Json;
using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Rerank;

/// <summary><c>/v1/rerank</c> in the shape that Jina, Voyage and vLLM share: documents by how many of the query's words they hold.</summary>
internal static class RerankReply
{
    public static Reply Of(Asked asked)
    {
        var query = asked.Body.Text("query") ?? throw new BadPromptException("Missing required parameter: 'query'.", "query");
        var documents = asked.Body.Items("documents").Select(Text).ToList();
        if (documents.Count == 0) throw new BadPromptException("Missing required parameter: 'documents'.", "documents");
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var withDocuments = asked.Body.Flag("return_documents");
        var results = documents
            .Select((text, index) => (Text: text, Index: index, Score: Score(words, text)))
            .OrderByDescending(result => result.Score)
            .Take((int)Math.Clamp(asked.Body.Number("top_n") ?? documents.Count, 1, documents.Count))
            .Select(result =>
            {
                var document = withDocuments ? $",\"document\":{{\"text\":{JsonText.Quote(result.Text)}}}" : "";
                return $$"""{"index":{{result.Index}},"relevance_score":{{result.Score:0.0000}}{{document}}}""";
            });
        var usage = asked.Scenario.Claim.Over(new Usage { UncachedInput = Tokens.Of(query) + documents.Sum(text => (long)Tokens.Of(text)) });
        var body = $$$"""{"id":"{{{asked.Ids.Hex("rerank-", 32)}}}","model":{{{JsonText.Quote(asked.Model)}}},"usage":{"total_tokens":{{{usage.TotalInput}}},"prompt_tokens":{{{usage.TotalInput}}}},"results":[{{{string.Join(',', results)}}}]}""";
        return new Reply { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body), Usage = usage, TellsUsage = true };
    }

    private static string Text(JsonElement document) => document.ValueKind == JsonValueKind.String ? document.GetString()! : document.Text("text") ?? document.GetRawText();

    private static double Score(string[] words, string text) =>
        words.Length == 0 ? 0 : words.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) / (double)words.Length;
}
