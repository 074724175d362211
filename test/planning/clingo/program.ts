// The planning problem as an answer-set program, by section "groups and batches" of docs/planner.md: a group has one version
// at every boundary, a batch shows the versions on both of its sides, and number 0, offline, of what it moves; no refused
// combination may be shown.

/** `n` is the number of batches; empty ones may only stand at the end. */
export const PROGRAM = `
step(1..n).
at(G,V,0) :- current(G,V).
{ move(G,U,V,T) : may(G,U,V) } 1 :- at(G,U,T-1), step(T).
moved(G,T) :- move(G,_,_,T).
at(G,V,T) :- move(G,_,V,T).
at(G,V,T) :- at(G,V,T-1), step(T), not moved(G,T).
:- target(G,V), not at(G,V,n).

shown(Y,V,T) :- type(G,Y), at(G,V,T-1), step(T).
shown(Y,V,T) :- type(G,Y), at(G,V,T), step(T).
shown(Y,0,T) :- type(G,Y), moved(G,T).
:- refused(C), step(T), shown(Y,V,T) : part(C,Y,V).
busy(T) :- moved(_,T).
:- busy(T), T > 1, not busy(T-1).
#show move/4.
`;

export const NO_RETURN = {
  allow: "",
  last_batch: ":- move(G,U,V,T), oneway(G,U,V), busy(T+1).\n",
  refuse: ":- move(G,U,V,_), oneway(G,U,V).\n",
} as const;

/** The higher priority comes first. */
export const BEST = {
  fewest_updates: "#minimize { W@2,G,T : moved(G,T), weight(G,W) }.\n#minimize { 1@1,T : busy(T) }.\n",
  fastest: "#minimize { W@1,G,T : moved(G,T), weight(G,W) }.\n#minimize { 1@2,T : busy(T) }.\n",
} as const;
