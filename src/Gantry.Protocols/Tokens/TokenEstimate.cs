using Gantry.Protocols.Json;
using Gantry.Protocols.Media;

namespace Gantry.Protocols.Tokens;

/// <summary>Adds up what a prompt will cost in tokens, part by part, where the vendor does not count beforehand.</summary>
/// <remarks>It errs rather upwards: a client that is told too little overruns the context window. A <see cref="TokenCalibration"/> corrects it.</remarks>
/// <param name="family">How the model counts.</param>
public sealed class TokenEstimate(TokenFamily family)
{
    private const long BytesOfPage = 40_000;

    private long _text;       // thousandths, before the family's factor
    private long _schemas;    // the same
    private long _tokens;
    private bool _hasTools;
    private bool _hasAny;

    /// <summary>Tokens of all that was added; at least 1 where anything was.</summary>
    public long Total
    {
        get
        {
            if (!_hasAny) return 0;
            long scaled = (_text * family.Text + _schemas * family.Schema) / 1_000;
            long total = _tokens + family.PerRequest + (_hasTools ? family.ForTools : 0) + (scaled + TextTokens.Unit - 1) / TextTokens.Unit;
            return Math.Max(1, total);
        }
    }

    /// <summary>A message begins.</summary>
    public void AddMessage() => AddTokens(family.PerMessage);

    public void AddText(JsonText text)
    {
        _hasAny |= !text.IsEmpty;
        _text += TextTokens.OfEscaped(text.Escaped);
    }

    /// <summary>Text in UTF-8.</summary>
    public void AddText(ReadOnlySpan<byte> utf8)
    {
        _hasAny |= !utf8.IsEmpty;
        _text += TextTokens.OfText(utf8);
    }

    /// <summary>JSON that the model reads as it stands: arguments of a call, a result.</summary>
    public void AddJson(JsonSlice json)
    {
        _hasAny |= !json.IsAbsent;
        _text += JsonTokens.Of(json.Span);
    }

    public void AddTool(JsonText name, JsonText description, JsonSlice schema)
    {
        _hasTools = true;
        AddTokens(family.PerTool);
        _text += TextTokens.OfEscaped(name.Escaped) + TextTokens.OfEscaped(description.Escaped);
        _schemas += JsonTokens.Of(schema.Span);
    }

    /// <summary>The schema that the answer must keep to.</summary>
    public void AddSchema(JsonSlice schema)
    {
        AddTokens(family.ForSchema);
        _schemas += JsonTokens.Of(schema.Span);
    }

    /// <summary>A picture; of unknown size it counts like a screen.</summary>
    public void AddImage(ImageSize? size, bool isLowDetail = false) => AddTokens(family.Image.Of(size, isLowDetail));

    /// <summary>A document of so many bytes; its pages are guessed from them.</summary>
    public void AddDocument(long bytes) => AddTokens(Math.Max(1, bytes / BytesOfPage) * family.PerPage);

    /// <summary>Tokens known by other means.</summary>
    public void AddTokens(long tokens)
    {
        _hasAny = true;
        _tokens += tokens;
    }
}
