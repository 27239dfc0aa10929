using Microsoft.OpenApi;

namespace Gantry.Management.OpenApi;

/// <summary>What the generator of schemas gets wrong, or cannot know.</summary>
internal static class ManageSchemas
{
    /// <summary>How the generator calls JSON of any kind; everything is it, null too.</summary>
    private const string AnyJson = "JsonElement";

    public static void Mend(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        foreach (var schema in schemas.Values.OfType<OpenApiSchema>()) FreeAnyJson(schema);
        schemas.Remove(AnyJson);
        Patch(document);
        RequireWhatIsAnswered(document);
    }

    // "Null or anything" holds twice for null: a strict reader would refuse it.
    private static void FreeAnyJson(OpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties?.ToArray() ?? [])
        {
            var any = member is OpenApiSchema { OneOf: { } choice } ? choice.FirstOrDefault(IsAnyJson) : IsAnyJson(member) ? member : null;
            if (any is not null) schema.Properties![name] = new OpenApiSchema { Description = any.Description };
        }
    }

    private static bool IsAnyJson(IOpenApiSchema schema) => schema is OpenApiSchemaReference { Reference.Id: AnyJson };

    private static void Patch(OpenApiDocument document)
    {
        var patches = new PatchSchemas(document);
        foreach (var operation in Operations(document, HttpMethod.Patch))
        {
            foreach (var body in operation.RequestBody?.Content?.Values.Distinct().OfType<OpenApiMediaType>() ?? []) body.Schema = patches.Of(body.Schema!);
        }
    }

    // Answers have all their members. What is also taken by somebody may leave some out there.
    private static void RequireWhatIsAnswered(OpenApiDocument document)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in Operations(document, null).SelectMany(o => o.RequestBody?.Content?.Values ?? [])) Reach(body.Schema, document, taken);
        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            if (schema is OpenApiSchema { Properties: { Count: > 0 } members } answer && !taken.Contains(name)) answer.Required = members.Keys.ToHashSet(StringComparer.Ordinal);
        }
    }

    private static void Reach(IOpenApiSchema? schema, OpenApiDocument document, HashSet<string> seen)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (seen.Add(id)) Reach(document.Components!.Schemas![id], document, seen);
            return;
        }

        if (schema is not OpenApiSchema { } whole) return;
        foreach (var part in (whole.Properties?.Values ?? []).Concat(whole.OneOf ?? []).Append(whole.Items).Append(whole.AdditionalProperties)) Reach(part, document, seen);
    }

    private static IEnumerable<OpenApiOperation> Operations(OpenApiDocument document, HttpMethod? method) =>
        document.Paths.Values.SelectMany(p => p.Operations ?? []).Where(o => method is null || o.Key == method).Select(o => o.Value);
}
