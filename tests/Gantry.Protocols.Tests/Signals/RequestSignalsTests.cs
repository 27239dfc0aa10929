using System.Text;
using Gantry.Protocols.Signals;
using Xunit;

namespace Gantry.Protocols.Tests.Signals;

public sealed class RequestSignalsTests
{
    [Theory]
    [InlineData("""{"prompt_cache_key":"k"}""", "k", "prompt_cache_key")]
    [InlineData("""{"conversation":"conv_1"}""", "conv_1", "conversation")]
    [InlineData("""{"conversation":{"x":1,"id":"conv_2"}}""", "conv_2", "conversation.id")]
    [InlineData("""{"session_id":"s"}""", "s", "session_id")]
    [InlineData("""{"metadata":{"session_id":"s"}}""", "s", "metadata.session_id")]
    [InlineData("""{"metadata":{"user_id":"user_0a_account__session_9f"}}""", "9f", "metadata.user_id")]
    [InlineData("""{"metadata":{"user_id":"{\"device_id\":\"d\",\"session_id\":\"9f\"}"}}""", "9f", "metadata.user_id")]
    [InlineData("""{"cachedContent":"cachedContents/1"}""", "cachedContents/1", "cachedContent")]
    [InlineData("""{"metadata":{"session_id":"m"},"messages":[{"prompt_cache_key":"no"}],"session_id":"s","prompt_cache_key":"k"}""", "k", "prompt_cache_key")]
    [InlineData("""{"prompt_cache_key":"k","metadata":{"user_id":"user_0a_account__session_9f"}}""", "k", "prompt_cache_key")]
    public void Conversation_has_the_name_that_its_client_gives_it(string body, string session, string member)
    {
        var signals = RequestSignals.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((session, member), (signals.Session, signals.SessionMember));
        Assert.Equal(session, RequestSignals.Read(Encoding.UTF8.GetBytes("\uFEFF" + body)).Session);
    }

    [Theory]
    [InlineData("""{"user":"alice","metadata":{"user_id":"alice"}}""")]
    [InlineData("""{"prompt_cache_key":null,"conversation":7,"session_id":"","metadata":"x","cachedContent":[]}""")]
    [InlineData("""{"metadata":null,"thinking":null,"tools":null}""")]
    [InlineData("[]")]
    [InlineData("no json")]
    [InlineData("")]
    [InlineData("""{"prompt_cache_key":"k""")]
    public void Who_is_no_conversation_names_none(string body) => Assert.Null(RequestSignals.Read(Encoding.UTF8.GetBytes(body)).Session);

    [Theory]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":1}}""", true, false)]
    [InlineData("""{"thinking":{"display":"omitted","type":"adaptive"}}""", true, false)]
    [InlineData("""{"thinking":{"type":"disabled"}}""", false, false)]
    [InlineData("""{"thinking":{"note":{"type":"enabled"}}}""", false, false)]
    [InlineData("""{"tools":[{"name":"web_search"},{"type":"web_search_20250305"}]}""", false, true)]
    [InlineData("""{"tools":[{"name":"web_search","input_schema":{"type":"web_search"}}, 7, null]}""", false, false)]
    [InlineData("""{"messages":[{"thinking":{"type":"enabled"},"tools":[{"type":"web_search_20250305"}]}]}""", false, false)]
    public void Purpose_is_read_from_the_members_that_say_it(string body, bool thinks, bool searches)
    {
        var signals = RequestSignals.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((thinks, searches), (signals.Thinks, signals.SearchesWeb));
    }
}
