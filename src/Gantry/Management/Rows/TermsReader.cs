using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Management.Http;

namespace Gantry.Management.Rows;

/// <summary>
/// Makes rows of what the API takes, with the readers of the declarative file: one meaning of every word, one set of messages. Places in the
/// file become paths of fields.
/// </summary>
internal static class TermsReader
{
    private const string AmountNanos = "amount_nanos";

    /// <param name="terms">Has the members of a mapping of the file.</param>
    /// <param name="what">The mapping, in the words of an error.</param>
    /// <param name="read">The reader of the file.</param>
    /// <param name="names">What the file says beside it, such as the name.</param>
    /// <exception cref="RefusedException">Values that mean nothing: every one of them.</exception>
    public static T Read<TTerms, T>(TTerms terms, string what, Func<MapReader, T> read, params ReadOnlySpan<(string Key, string Value)> names)
    {
        // The declared type, not that of the object: what only a draft or a view has is no term.
        var json = JsonSerializer.SerializeToNode(terms, ManageJson.Options)!.AsObject();
        foreach (var (key, value) in names) json[key] = value;
        var paths = new List<string>();
        var errors = Refusal.NoErrors.ToBuilder();
        var root = Node(json, "", paths, (path, message) => Add(errors, path, message));
        var context = new ReadContext("request", _ => null);
        var result = read(new MapReader(root, what, context));
        foreach (var problem in context.Problems) Add(errors, problem.At is { } at ? paths[at.Line] : "", problem.Message);
        if (errors.Count == 0) return result;
        throw new RefusedException(new Refusal
        {
            Kind = RefusalKind.Invalid,
            Code = "invalid_request",
            Detail = string.Join("; ", errors.SelectMany(e => e.Value).Take(5)),
            Errors = errors.ToImmutable(),
        });
    }

    /// <summary>A price, or null for none.</summary>
    public static ModelPrice? Price(PriceTerms? terms) => terms is null ? null : Read(terms, "price", PriceReader.Read);

    // The line of a place is the number of its path.
    private static FileNode Node(JsonNode? value, string path, List<string> paths, Action<string, string> wrong)
    {
        paths.Add(path);
        var at = new FilePosition(paths.Count - 1, 1);
        switch (value)
        {
            case JsonObject mapping:
                if (mapping.ContainsKey(AmountNanos)) JoinAmounts(mapping, path, wrong);
                return new FileNode.Map(at, [.. mapping.Select(m => new FileNode.MapEntry(m.Key, at, Node(m.Value, Join(path, m.Key), paths, wrong)))]);
            case JsonArray list:
                return new FileNode.List(at, [.. list.Select((item, index) => Node(item, $"{path}[{index}]", paths, wrong))]);
            case null:
                return new FileNode.Scalar(at, "", IsPlain: true);
            default:
                // What would read the environment in a file is text here.
                var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>().Replace("${", "$${", StringComparison.Ordinal) : value.ToJsonString();
                return new FileNode.Scalar(at, text, IsPlain: false);
        }
    }

    private static void JoinAmounts(JsonObject cap, string path, Action<string, string> wrong)
    {
        var nanos = cap[AmountNanos]?.GetValue<long>();
        cap.Remove(AmountNanos);
        if (nanos is null) return;
        var amount = cap["amount"]?.GetValue<string>();
        if (nanos < 0) wrong(Join(path, AmountNanos), "amount_nanos must not be below zero");
        else if (amount is null) cap["amount"] = DecimalText.Format(nanos.Value, DecimalText.Nano, 2);
        else if (DecimalText.TryParse(amount, DecimalText.Nano, out var said) is null && said != nanos) wrong(Join(path, AmountNanos), "amount_nanos is not amount: send one of the two");
    }

    private static void Add(ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder errors, string path, string message) =>
        errors[path] = errors.TryGetValue(path, out var there) ? there.Add(message) : [message];

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
