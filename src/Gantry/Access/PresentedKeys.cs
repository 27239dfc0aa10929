namespace Gantry.Access;

/// <summary>The distinct secrets that a request carries, in any of the ways that clients know (reliability S-6).</summary>
/// <remarks>A struct of four slots: real clients send one or two, and nobody gains by sending more.</remarks>
internal struct PresentedKeys
{
    private const int Slots = 4;
    private string? _first;
    private string? _second;
    private string? _third;
    private string? _fourth;

    public int Count { get; private set; }

    public readonly string this[int index] => index switch
    {
        0 => _first!,
        1 => _second!,
        2 => _third!,
        _ => _fourth!,
    };

    public static PresentedKeys Read(HttpRequest request)
    {
        var keys = new PresentedKeys();
        foreach (var value in request.Headers.Authorization)
        {
            keys.Add(WithoutScheme(value));
        }

        keys.Add(request.Headers["x-api-key"]);
        keys.Add(request.Headers["x-goog-api-key"]);
        keys.Add(request.Headers["api-key"]);
        if (request.QueryString.HasValue)
        {
            keys.Add(request.Query["key"]);
        }

        return keys;
    }

    private static string? WithoutScheme(string? value)
    {
        const string bearer = "Bearer ";
        return value is not null && value.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? value[bearer.Length..].Trim() : value;
    }

    private void Add(string? key)
    {
        if (string.IsNullOrWhiteSpace(key) || Count == Slots)
        {
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(this[i], key, StringComparison.Ordinal))
            {
                return;
            }
        }

        switch (Count++)
        {
            case 0: _first = key; break;
            case 1: _second = key; break;
            case 2: _third = key; break;
            default: _fourth = key; break;
        }
    }
}
