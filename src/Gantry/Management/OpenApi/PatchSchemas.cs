using Microsoft.OpenApi;

namespace Gantry.Management.OpenApi;

/// <summary>
/// The schemas of merge patches (RFC 7396), made of those of what is edited: every member may be left out, and null takes it away. Objects are merged and
/// so are patched by members as well; a list is replaced whole and stays what it is.
/// </summary>
internal sealed class PatchSchemas(OpenApiDocument document)
{
    /// <summary>Ends the names of these schemas.</summary>
    public const string Suffix = "Patch";

    private readonly IDictionary<string, IOpenApiSchema> _schemas = document.Components!.Schemas!;

    /// <summary>The schema of a patch of what a schema says.</summary>
    public IOpenApiSchema Of(IOpenApiSchema whole)
    {
        if (whole is not OpenApiSchemaReference { Reference.Id: { } id }) return Patched((OpenApiSchema)whole);
        if (_schemas[id] is not OpenApiSchema { Properties.Count: > 0 } named) return whole;
        var name = id + Suffix;
        if (!_schemas.ContainsKey(name))
        {
            // There before its members are made, which may lead back to it.
            var patch = new OpenApiSchema();
            _schemas[name] = patch;
            var made = Patched(named);
            (patch.Type, patch.Properties, patch.AdditionalPropertiesAllowed, patch.Description) =
                (made.Type, made.Properties, made.AdditionalPropertiesAllowed, $"{named.Description} What is left out stays, null takes away.".TrimStart());
        }

        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiSchema Patched(OpenApiSchema whole)
    {
        var patch = (OpenApiSchema)whole.CreateShallowCopy();
        patch.Required = null;
        if (whole.Properties is { } members) patch.Properties = members.ToDictionary(m => m.Key, m => (IOpenApiSchema)Removable(m.Value));
        if (whole.AdditionalProperties is { } values) patch.AdditionalProperties = Removable(values);
        return patch;
    }

    private OpenApiSchema Removable(IOpenApiSchema member)
    {
        if (member is OpenApiSchema { OneOf: { Count: 2 } choice } either && choice.Any(IsNull))
        {
            var choices = (OpenApiSchema)either.CreateShallowCopy();
            choices.OneOf = [.. choice.Select(c => IsNull(c) ? c : Of(c))];
            return choices;
        }

        if (member is OpenApiSchemaReference) return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, Of(member)] };
        var patch = Patched((OpenApiSchema)member);
        if (patch.Type is { } type) patch.Type = type | JsonSchemaType.Null;
        return patch;
    }

    private static bool IsNull(IOpenApiSchema schema) => schema is OpenApiSchema { Type: JsonSchemaType.Null };
}
