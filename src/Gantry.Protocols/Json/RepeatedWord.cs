namespace Gantry.Protocols.Json;

/// <summary>An id or a name that comes with every event of a stream: decoded when it changes, not each time.</summary>
internal struct RepeatedWord()
{
    private byte[] _token = [];
    private string _word = "";

    /// <summary>The text; empty where there is none.</summary>
    public string Of(JsonText? token)
    {
        if (token is not { IsEmpty: false } word) return "";
        if (word.Token.SequenceEqual(_token)) return _word;
        (_token, _word) = (word.Token.ToArray(), word.ToString());
        return _word;
    }
}
