using CsCheck;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Trainer;

namespace Noderr.Tests.Unit.Trainer;

public sealed class SearchSpaceTests
{
    private static readonly StrategyDeclaration Strategy = new("reversion", StrategyKind.MeanReversion, [0], Quantity.Parse("1"), 0.8, 0.2);

    [Fact]
    public void The_grid_is_each_with_each_where_leaving_lies_below_entering()
    {
        var grid = Read(("enter", "0.5, 1,0.3"), ("leave", "0.1,0.4")).Grid;
        Assert.Equal([new(0.3, 0.1), new(0.5, 0.1), new(0.5, 0.4), new(1, 0.1), new(1, 0.4)], grid);
    }

    [Fact]
    public void What_is_not_named_stays_as_it_is() => Assert.Equal([new(0.5, 0.2), new(1, 0.2)], Read(("enter", "0.5,1")).Grid);

    [Theory]
    [InlineData("exit", "1", "a strategy has no 'exit'")]
    [InlineData("enter", "", "candidates are")]
    [InlineData("enter", "1,x", "candidates are")]
    [InlineData("enter", "NaN", "candidates are")]
    [InlineData("enter", "1e999", "candidates are")]
    [InlineData("enter", "-1", "candidates are")]
    [InlineData("enter", "0.1,0.2", "no candidate leaves below where it enters")]
    public void What_can_not_be_tried_is_refused(string name, string candidates, string why)
    {
        var (space, fault) = SearchSpace.Read(NamedValues.Of((name, candidates)), Strategy);
        Assert.Null(space);
        Assert.StartsWith(why, fault);
    }

    [Fact]
    public void More_than_200_candidates_are_refused()
    {
        string Candidates(int count) => string.Join(',', Enumerable.Range(1, count));
        Assert.NotNull(SearchSpace.Read(NamedValues.Of(("enter", Candidates(200))), Strategy).Space);
        Assert.Null(SearchSpace.Read(NamedValues.Of(("enter", Candidates(201))), Strategy).Space);
    }

    [Fact]
    public void A_seed_draws_the_same_again_each_candidate_once_and_no_more_than_asked() => Gen.Select(Gen.Long, Gen.Int[0, 40]).Sample((seed, most) =>
    {
        var space = Read(("enter", "1,2,3,4,5"), ("leave", "0.1,0.2,0.3,0.4,0.5,0.6"));
        var drawn = space.Draw(seed, most);
        Assert.Equal(Math.Min(most, 30), drawn.Count);
        Assert.Equal(drawn, space.Draw(seed, most));
        Assert.Equal(drawn.Count, drawn.Distinct().Count());
        Assert.All(drawn, d => Assert.Contains(d, space.Grid));
    }, iter: 200);

    private static SearchSpace Read(params (string, string)[] parameters) => SearchSpace.Read(NamedValues.Of<string>(parameters), Strategy).Space!;
}
