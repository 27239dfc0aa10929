namespace Gantry.Protocols.Tools;

/// <summary>Watches one JSON value arrive in pieces of any size and says when it is whole. Constant work for each byte.</summary>
/// <remarks>
/// Strings, brackets, commas and colons are checked as they come, literals and numbers by their characters: what is called whole still
/// goes through <see cref="ToolArguments"/>.
/// </remarks>
public sealed class ArgumentProgress
{
    private readonly Stack<byte> _open = new();
    private Expect _expect = Expect.Value;
    private int _hex;
    private bool _inString;
    private bool _isKey;
    private bool _escaped;
    private bool _inScalar;

    private enum Expect
    {
        Value,
        ValueOrEnd,
        KeyOrEnd,
        Key,
        Colon,
        CommaOrEnd,
        Nothing,
    }

    /// <summary>The value has begun.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>What came cannot become JSON whatever follows.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The value could end here. A number at the root may still grow.</summary>
    public bool IsComplete => HasBegun && !IsBroken && !_inString && _open.Count == 0;

    public void Append(ReadOnlySpan<byte> utf8)
    {
        foreach (byte b in utf8)
        {
            if (IsBroken) return;
            if (_inString) InString(b);
            else Outside(b);
        }
    }

    private void InString(byte b)
    {
        if (_hex > 0)
        {
            IsBroken = !char.IsAsciiHexDigit((char)b);
            _hex--;
        }
        else if (_escaped)
        {
            _escaped = false;
            if (b == 'u') _hex = 4;
            else IsBroken = "\"\\/bfnrt"u8.IndexOf(b) < 0;
        }
        else if (b == '\\')
        {
            _escaped = true;
        }
        else if (b == '"')
        {
            _inString = false;
            _expect = _isKey ? Expect.Colon : AfterValue;
        }
        else
        {
            IsBroken = b < 0x20;
        }
    }

    private void Outside(byte b)
    {
        if (_inScalar && IsScalar(b)) return;
        _inScalar = false;
        switch (b)
        {
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                break;
            case (byte)'"' when _expect is Expect.Key or Expect.KeyOrEnd:
                _inString = _isKey = true;
                break;
            case (byte)'"' when TakesValue:
                _inString = HasBegun = true;
                _isKey = false;
                break;
            case (byte)'{' or (byte)'[' when TakesValue:
                HasBegun = true;
                _open.Push(b);
                _expect = b == '{' ? Expect.KeyOrEnd : Expect.ValueOrEnd;
                break;
            case (byte)'}' when _expect is Expect.KeyOrEnd or Expect.CommaOrEnd && _open.Peek() == '{':
            case (byte)']' when _expect is Expect.ValueOrEnd or Expect.CommaOrEnd && _open.Peek() == '[':
                _open.Pop();
                _expect = AfterValue;
                break;
            case (byte)',' when _expect == Expect.CommaOrEnd:
                _expect = _open.Peek() == '{' ? Expect.Key : Expect.Value;
                break;
            case (byte)':' when _expect == Expect.Colon:
                _expect = Expect.Value;
                break;
            case var first when TakesValue && "-0123456789tfn"u8.IndexOf(first) >= 0:
                HasBegun = _inScalar = true;
                _expect = AfterValue;
                break;
            default:
                IsBroken = true;
                break;
        }
    }

    private bool TakesValue => _expect is Expect.Value or Expect.ValueOrEnd;

    private Expect AfterValue => _open.Count == 0 ? Expect.Nothing : Expect.CommaOrEnd;

    private static bool IsScalar(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'-' or (byte)'.';
}
